package dev.thimble.kernel;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All values of a fold on its way and at its end, wherever it stands. */
final class FoldRanges {
  private final List<Axis> axes;
  private final Expr.Op op;
  private final Expr init;
  private final Expr term;

  /** The axes that the term's constants depend on. */
  private final List<Axis> walked;

  /** How often a term occurs for each point of these. */
  private final long repeats;

  private final Optional<ProductTotals> products;

  FoldRanges(List<Axis> axes, Expr.Op op, Expr init, Expr term) {
    this.axes = axes;
    this.op = op;
    this.init = init;
    this.term = term;
    this.walked = relevant(axes, List.of(term));
    this.repeats = Points.count(axes) / Points.count(walked);
    this.products = op == Expr.Op.ADD ? ProductTotals.of(term, walked, repeats) : Optional.empty();
  }

  /**
   * The values at each of some points.
   *
   * @param points the variables in scope, those of the axes with all their values
   */
  Interval[] at(List<Map<String, Interval>> points) {
    Interval[] totals = new ExpressionRanges().observe(init, points);
    if (!axes.isEmpty()) {
      for (int i = 0; i < totals.length; i++) {
        totals[i] = total(totals[i], points.get(i));
      }
    }
    return totals;
  }

  private Interval total(Interval start, Map<String, Interval> scope) {
    Optional<Interval> sum = products.flatMap(totals -> totals.at(scope));
    if (sum.isPresent()) {
      return start.plus(sum.get());
    }
    ExpressionRanges ranges = new ExpressionRanges();
    Totals totals = new Totals(start);
    Points.each(
        walked,
        scope,
        points -> {
          for (Interval value : ranges.observe(term, points)) {
            totals.add(op, value, repeats);
          }
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
  static List<Axis> relevant(List<Axis> axes, List<Expr> exprs) {
    Set<String> names = new LinkedHashSet<>();
    for (Expr expr : exprs) {
      for (Expr.Load load : Expressions.loads(expr)) {
        if (load.buffer().isConstant()) {
          names.addAll(load.at().terms().keySet());
        }
      }
    }
    List<Axis> result = new ArrayList<>();
    for (Axis axis : axes) {
      if (names.contains(axis.name())) {
        result.add(axis);
      }
    }
    return result;
  }
}
