package dev.thimble.plan;

import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expressions;
import dev.thimble.kernel.Known;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How often the body of a loop runs in all, where limits depend on outer loops or on tables:
 * padding, the bins of a band. It is counted, not estimated, for these numbers are known.
 */
final class Rounds {
  private static final Expr ZERO = new Expr.Int(0);

  private final List<Level> levels = new ArrayList<>(List.of(new Level("", ZERO, ZERO, 1)));

  /**
   * A loop around what is counted; the first one is the function itself.
   *
   * @param most rounds where the limits depend on the input
   */
  private record Level(String variable, Expr from, Expr to, long most, Map<String, Expr> lets) {
    Level(String variable, Expr from, Expr to, long most) {
      this(variable, from, to, most, new LinkedHashMap<>());
    }

    boolean isFixed() {
      return from instanceof Expr.Int && to instanceof Expr.Int;
    }
  }

  /** A variable that keeps its value is declared in the innermost loop. */
  void let(Stmt.Let let) {
    Map<String, Expr> lets = levels.get(levels.size() - 1).lets();
    lets.remove(let.name());
    if (let.range().isEmpty()) {
      lets.put(let.name(), let.value());
    }
  }

  /** A loop begins. */
  void enter(Stmt.For loop, long most) {
    levels.add(new Level(loop.variable(), loop.from(), loop.to(), most));
  }

  /** The innermost loop ends. */
  void leave() {
    levels.remove(levels.size() - 1);
  }

  /** How often the innermost loop's body runs while the function runs once. */
  long count() {
    Set<String> wanted = new HashSet<>();
    for (Level level : levels) {
      if (!level.isFixed()) {
        want(level.from(), wanted);
        want(level.to(), wanted);
      }
    }
    return count(1, wanted, lets(0, wanted, new Known(Map.of())));
  }

  private long count(int depth, Set<String> wanted, Known known) {
    if (depth == levels.size()) {
      return 1;
    }
    Level level = levels.get(depth);
    long from = known.value(level.from()).orElse(0L);
    long to = known.value(level.to()).orElse(from + level.most());
    if (!wanted.contains(level.variable())) {
      return from >= to ? 0 : (to - from) * count(depth + 1, wanted, lets(depth, wanted, known));
    }
    long sum = 0;
    for (long i = from; i < to; i++) {
      Known inner = lets(depth, wanted, known.with(level.variable(), i));
      sum += count(depth + 1, wanted, inner);
    }
    return sum;
  }

  /** With the variables that a loop's body declares. */
  private Known lets(int depth, Set<String> wanted, Known known) {
    Known all = known;
    for (Map.Entry<String, Expr> let : levels.get(depth).lets().entrySet()) {
      if (wanted.contains(let.getKey())) {
        all = all.let(let.getKey(), let.getValue());
      }
    }
    return all;
  }

  /** All variables that an expression depends on, directly or through others. */
  private void want(Expr expr, Set<String> wanted) {
    if (expr instanceof Expr.Var variable) {
      want(variable.name(), wanted);
    } else if (expr instanceof Expr.Index index) {
      want(index.at(), wanted);
    } else if (expr instanceof Expr.Load load) {
      want(load.at(), wanted);
    }
    Expressions.parts(expr).forEach(part -> want(part, wanted));
  }

  private void want(Affine at, Set<String> wanted) {
    at.terms().keySet().forEach(name -> want(name, wanted));
  }

  private void want(String name, Set<String> wanted) {
    if (wanted.add(name)) {
      for (Level level : levels) {
        Expr value = level.lets().get(name);
        if (value != null) {
          want(value, wanted);
        }
      }
    }
  }
}
