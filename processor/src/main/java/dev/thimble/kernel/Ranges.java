package dev.thimble.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    Interval range = total(fold.axes(), fold.op(), fold.init(), fold.term(), Map.of());
    variables.put(fold.name(), range);
    fold.axes().forEach(axis -> variables.put(axis.name(), Points.range(axis)));
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
    ExpressionRanges ranges = new ExpressionRanges();
    Interval[] accumulated = {null};
    Interval taps = new Interval(1, Math.max(1, Points.count(nest.reduce())));
    Points.each(
        relevant(nest.out(), List.of(nest.init(), nest.term(), nest.result())),
        point -> {
          Map<String, Interval> scope = new HashMap<>(variables);
          point.forEach((name, value) -> scope.put(name, Interval.of(value)));
          Interval acc = total(nest.reduce(), nest.op(), nest.init(), nest.term(), scope);
          accumulated[0] = accumulated[0] == null ? acc : accumulated[0].union(acc);
          scope.put(Nest.ACC, acc);
          Interval result = ranges.observe(nest.result(), new ExpressionRanges.Scope(scope, taps));
          check(nest.target().name(), result, nest.target().range());
        });
    return new Nest(
        nest.step(),
        nest.out(),
        nest.reduce(),
        nest.op(),
        typed(nest.init()),
        typed(nest.term()),
        nest.bounds(),
        Element.accumulator(accumulated[0]),
        ranges.typed(nest.result()),
        nest.target(),
        nest.at());
  }

  /** All values of a fold on its way and at its end. */
  private Interval total(
      List<Axis> axes, Expr.Op op, Expr init, Expr term, Map<String, Interval> fixed) {
    Map<String, Interval> scope = new HashMap<>(variables);
    axes.forEach(axis -> scope.put(axis.name(), Points.range(axis)));
    scope.putAll(fixed);
    ExpressionRanges ranges = new ExpressionRanges();
    ExpressionRanges.Scope walking = new ExpressionRanges.Scope(scope, Interval.of(1));
    Interval start = ranges.observe(init, walking);
    if (axes.isEmpty()) {
      return start;
    }
    List<Axis> walked = relevant(axes, List.of(term));
    long repeats = Points.count(axes) / Points.count(walked);
    if (op == Expr.Op.ADD) {
      Optional<Interval> products = ProductTotals.of(term, walked, repeats, scope);
      if (products.isPresent()) {
        return start.plus(products.get());
      }
    }
    Totals totals = new Totals(start);
    Points.each(
        walked,
        point -> {
          point.forEach((name, value) -> scope.put(name, Interval.of(value)));
          totals.add(op, ranges.observe(term, walking), repeats);
        });
    return totals.range();
  }

  /** The sums of the negative and of the positive terms, or the extremes. */
  private static final class Totals {
    private Interval sum;

    Totals(Interval start) {
      sum = start;
    }

    void add(Expr.Op op, Interval term, long repeats) {
      if (op != Expr.Op.ADD) {
        sum = sum.union(term);
        return;
      }
      long low = Math.multiplyExact(Math.min(0, term.low()), repeats);
      long high = Math.multiplyExact(Math.max(0, term.high()), repeats);
      sum = sum.plus(new Interval(low, high));
    }

    Interval range() {
      return sum;
    }
  }

  /** The axes that constants depend on: only these need to be walked point by point. */
  private static List<Axis> relevant(List<Axis> axes, List<Expr> exprs) {
    Set<String> names = new LinkedHashSet<>();
    for (Expr expr : exprs) {
      Expressions.loads(expr).stream()
          .filter(load -> load.buffer().isConstant())
          .forEach(load -> names.addAll(load.at().terms().keySet()));
    }
    List<Axis> result = new ArrayList<>();
    for (Axis axis : axes) {
      if (names.contains(axis.name())) {
        result.add(axis);
      }
    }
    return result;
  }

  private Interval values(Expr expr) {
    return new ExpressionRanges()
        .observe(expr, new ExpressionRanges.Scope(variables, Interval.of(1)));
  }

  private Expr typed(Expr expr) {
    ExpressionRanges ranges = new ExpressionRanges();
    ranges.observe(expr, new ExpressionRanges.Scope(variables, Interval.of(1)));
    return ranges.typed(expr);
  }

  private static void check(String what, Interval values, Interval limits) {
    if (!limits.contains(values)) {
      throw new RangeException(what + " could become " + values + ", beyond " + limits);
    }
  }
}
