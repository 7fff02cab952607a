package dev.thimble.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Proves with the real weights that nothing in a kernel overflows, and gives every accumulator,
 * variable and operation the narrowest type that holds.
 *
 * <p>A sum is bounded by its negative and its positive terms apart, so the bound holds for every
 * order of summation and for any terms that padding leaves out.
 */
public final class Ranges {
  private final Map<String, Interval> variables = new HashMap<>();

  private Ranges() {}

  /**
   * The kernel with every type set.
   *
   * @throws RangeException if 64 bits do not suffice, or a store could leave its array's range
   */
  public static Kernel typed(Kernel kernel) {
    try {
      return kernel.with(new Ranges().statement(kernel.body()));
    } catch (RangeException e) {
      throw new RangeException(kernel.name() + ": " + e.getMessage());
    }
  }

  private Stmt statement(Stmt stmt) {
    if (stmt instanceof Stmt.Seq seq) {
      return new Stmt.Seq(seq.body().stream().map(this::statement).toList());
    } else if (stmt instanceof Stmt.Block block) {
      return new Stmt.Block(statement(block.body()));
    } else if (stmt instanceof Stmt.For loop) {
      return loop(loop);
    } else if (stmt instanceof Stmt.Let let) {
      return let(let);
    } else if (stmt instanceof Stmt.Fold fold) {
      return fold(fold);
    } else if (stmt instanceof Stmt.Assign assign) {
      return assign(assign);
    } else if (stmt instanceof Stmt.Store store) {
      return store(store);
    } else if (stmt instanceof Stmt.If test) {
      return new Stmt.If(
          test.relation(), typed(test.left()), typed(test.right()), statement(test.then()));
    } else if (stmt instanceof Stmt.Do nested) {
      return new Stmt.Do(nest(nested.nest()));
    }
    return stmt;
  }

  private Stmt loop(Stmt.For loop) {
    Interval from = values(loop.from());
    Interval to = values(loop.to());
    variables.put(loop.variable(), new Interval(from.low(), Math.max(from.low(), to.high() - 1)));
    return new Stmt.For(
        loop.variable(), typed(loop.from()), typed(loop.to()), statement(loop.body()));
  }

  private Stmt let(Stmt.Let let) {
    Interval values = values(let.value());
    Interval range = let.range().orElse(values);
    check(let.name(), values, range);
    variables.put(let.name(), range);
    return new Stmt.Let(
        Element.computing(range), let.name(), typed(let.value()), Optional.of(range));
  }

  private Stmt assign(Stmt.Assign assign) {
    Interval declared = variables.get(assign.name());
    if (declared == null) {
      throw new RangeException("unbound " + assign.name());
    }
    check(assign.name(), values(assign.value()), declared);
    return new Stmt.Assign(assign.name(), typed(assign.value()));
  }

  private Stmt fold(Stmt.Fold fold) {
    fold.axes().forEach(axis -> variables.put(axis.name(), Points.range(axis)));
    Interval range =
        new FoldRanges(fold.axes(), fold.op(), fold.init(), fold.term()).at(List.of(variables))[0];
    variables.put(fold.name(), range);
    return new Stmt.Fold(
        Element.computing(range),
        fold.name(),
        fold.axes(),
        fold.op(),
        typed(fold.init()),
        typed(fold.term()));
  }

  private Stmt store(Stmt.Store store) {
    check(store.buffer().name(), values(store.value()), store.buffer().range());
    Interval at = store.at().range(variables);
    if (at.low() < 0 || at.high() >= store.buffer().length()) {
      throw new RangeException(store.buffer().name() + " is stored at " + at);
    }
    return new Stmt.Store(store.buffer(), store.at(), typed(store.value()));
  }

  private Nest nest(Nest nest) {
    nest.out().forEach(axis -> variables.put(axis.name(), Points.range(axis)));
    nest.reduce().forEach(axis -> variables.put(axis.name(), Points.range(axis)));
    FoldRanges folds = new FoldRanges(nest.reduce(), nest.op(), nest.init(), nest.term());
    Interval taps = new Interval(1, Math.max(1, Points.count(nest.reduce())));
    ExpressionRanges ranges = new ExpressionRanges(taps);
    List<Interval> accumulated = new ArrayList<>();
    Points.each(
        FoldRanges.relevant(nest.out(), List.of(nest.init(), nest.term(), nest.result())),
        variables,
        points -> {
          Interval[] sums = folds.at(points);
          for (int i = 0; i < sums.length; i++) {
            points.get(i).put(Nest.ACC, sums[i]);
            accumulated.add(sums[i]);
          }
          for (Interval result : ranges.observe(nest.result(), points)) {
            check(nest.target().name(), result, nest.target().range());
          }
        });
    return new Nest(
        nest.step(),
        nest.out(),
        nest.reduce(),
        nest.op(),
        typed(nest.init()),
        typed(nest.term()),
        nest.bounds(),
        Element.accumulator(accumulated.stream().reduce(Interval::union).orElseThrow()),
        ranges.typed(nest.result()),
        nest.target(),
        nest.at());
  }

  private Interval values(Expr expr) {
    return new ExpressionRanges().observe(expr, variables);
  }

  private Expr typed(Expr expr) {
    ExpressionRanges ranges = new ExpressionRanges();
    ranges.observe(expr, variables);
    return ranges.typed(expr);
  }

  private static void check(String what, Interval values, Interval limits) {
    if (!limits.contains(values)) {
      throw new RangeException(what + " could become " + values + ", beyond " + limits);
    }
  }
}
