package dev.thimble.kernel;

import dev.thimble.graph.Arithmetic.Rounding;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Interval analysis of expressions. Each operation that is observed, perhaps under many assignments
 * of loop variables, keeps the union of its values; {@link #typed} then gives it the narrowest type
 * that holds them. An operation takes all assignments before the next one does: a kernel has few
 * operations and thousands of channels, and a cold virtual machine is slow at what changes often.
 */
final class ExpressionRanges {
  private static final Interval SHIFTS = new Interval(1, 62);

  private final Interval taps;
  private final Map<Expr, Interval> seen = new IdentityHashMap<>();
  private final Map<Expr, Interval> results = new IdentityHashMap<>();

  /** An analysis outside of nests. */
  ExpressionRanges() {
    this(Interval.of(1));
  }

  /**
   * An analysis.
   *
   * @param taps how many taps of a nest there may be
   */
  ExpressionRanges(Interval taps) {
    this.taps = taps;
  }

  /**
   * The values of the expression; notes those of every operation in it.
   *
   * @param variables those in scope
   */
  Interval observe(Expr expr, Map<String, Interval> variables) {
    return observe(expr, List.of(variables))[0];
  }

  /** As {@link #observe(Expr, Map)}, for each of these points. */
  Interval[] observe(Expr expr, List<Map<String, Interval>> points) {
    try {
      return values(expr, points);
    } catch (ArithmeticException overflow) {
      throw new RangeException("more than 64 bits in " + expr.getClass().getSimpleName());
    }
  }

  private Interval[] values(Expr expr, List<Map<String, Interval>> points) {
    if (expr instanceof Expr.Int number) {
      return filled(Interval.of(number.value()), points);
    } else if (expr instanceof Expr.Index index) {
      return indices(index.at(), points);
    } else if (expr instanceof Expr.Var variable) {
      return variables(variable.name(), points);
    } else if (expr instanceof Expr.Load load) {
      return load(load, points);
    } else if (expr instanceof Expr.Lookup lookup) {
      values(lookup.at(), points);
      return filled(lookup.buffer().range(), points);
    } else if (expr instanceof Expr.Bin bin) {
      return operate(bin, points);
    } else if (expr instanceof Expr.Select select) {
      return select(select, points);
    } else if (expr instanceof Expr.Clamp clamp) {
      return clamp(clamp, points);
    } else if (expr instanceof Expr.Wrap wrap) {
      return wrap(wrap, points);
    } else if (expr instanceof Expr.Requantise requantise) {
      return requantise(requantise, points);
    }
    return filled(taps, points);
  }

  private static Interval[] filled(Interval value, List<Map<String, Interval>> points) {
    Interval[] values = new Interval[points.size()];
    Arrays.fill(values, value);
    return values;
  }

  private static Interval[] indices(Affine at, List<Map<String, Interval>> points) {
    Interval[] values = new Interval[points.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = at.range(points.get(i));
    }
    return values;
  }

  private static Interval[] variables(String name, List<Map<String, Interval>> points) {
    Interval[] values = new Interval[points.size()];
    for (int i = 0; i < values.length; i++) {
      Interval interval = points.get(i).get(name);
      if (interval == null) {
        throw new RangeException("unbound " + name);
      }
      values[i] = interval;
    }
    return values;
  }

  private static Interval[] load(Expr.Load load, List<Map<String, Interval>> points) {
    Buffer buffer = load.buffer();
    Interval[] values = indices(load.at(), points);
    for (int i = 0; i < values.length; i++) {
      Interval at = values[i];
      boolean known = buffer.isConstant() && at.low() == at.high();
      values[i] = known ? Interval.of(buffer.values()[(int) at.low()]) : buffer.range();
    }
    return values;
  }

  private Interval[] operate(Expr.Bin bin, List<Map<String, Interval>> points) {
    Interval[] a = values(bin.left(), points);
    Interval[] b = values(bin.right(), points);
    Interval[] all = new Interval[a.length];
    boolean shift = bin.op() == Expr.Op.SHL || bin.op() == Expr.Op.SHR;
    for (int i = 0; i < a.length; i++) {
      Interval result = bin.op().of(a[i], b[i]);
      all[i] = shift ? a[i].union(result) : a[i].union(b[i]).union(result);
      a[i] = result;
    }
    note(bin, all);
    return a;
  }

  private Interval[] select(Expr.Select select, List<Map<String, Interval>> points) {
    values(select.left(), points);
    values(select.right(), points);
    Interval[] then = values(select.then(), points);
    Interval[] otherwise = values(select.otherwise(), points);
    for (int i = 0; i < then.length; i++) {
      then[i] = then[i].union(otherwise[i]);
    }
    note(select, then);
    return then;
  }

  private Interval[] clamp(Expr.Clamp clamp, List<Map<String, Interval>> points) {
    Interval[] values = values(clamp.value(), points);
    note(clamp, values);
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i].clamp(clamp.low(), clamp.high());
    }
    return values;
  }

  private Interval[] wrap(Expr.Wrap wrap, List<Map<String, Interval>> points) {
    Interval[] values = values(wrap.value(), points);
    note(wrap, values);
    Interval range = wrap.type().range();
    for (int i = 0; i < values.length; i++) {
      values[i] = range.contains(values[i]) ? values[i] : range;
    }
    return values;
  }

  private Interval[] requantise(Expr.Requantise r, List<Map<String, Interval>> points) {
    Interval[] values = values(r.value(), points);
    Interval[] shifts = values(r.shift(), points);
    Interval[] multipliers = values(r.multiplier(), points);
    Interval[] all = new Interval[values.length];
    for (int i = 0; i < values.length; i++) {
      if (!SHIFTS.contains(shifts[i]) || !Element.I32.range().contains(multipliers[i])) {
        throw new RangeException("a ratio of " + multipliers[i] + " * 2^-" + shifts[i]);
      }
      Interval product = values[i].times(multipliers[i]);
      Interval sum = product.plus(halves(shifts[i]));
      if (r.rounding() == Rounding.DOUBLE) {
        sum = sum.plus(new Interval(-(1L << 30), 1L << 30));
      }
      all[i] = sum.union(product).union(values[i]);
      values[i] = sum.shiftedRight(shifts[i]);
    }
    note(r, all);
    keep(results, r, values);
    return values;
  }

  private static Interval halves(Interval shift) {
    return new Interval(1L << (shift.low() - 1), 1L << (shift.high() - 1));
  }

  private void note(Expr expr, Interval[] values) {
    keep(seen, expr, values);
  }

  private static void keep(Map<Expr, Interval> kept, Expr expr, Interval[] values) {
    Interval known = kept.getOrDefault(expr, values[0]);
    for (Interval value : values) {
      // Most points of a large kernel bring nothing new: they shall allocate nothing.
      known = known.contains(value) ? known : known.union(value);
    }
    kept.put(expr, known);
  }

  /**
   * The expression with each observed operation in the narrowest type that holds operands and
   * result.
   */
  Expr typed(Expr expr) {
    if (expr instanceof Expr.Lookup lookup) {
      return new Expr.Lookup(lookup.buffer(), typed(lookup.at()));
    } else if (expr instanceof Expr.Bin bin) {
      return new Expr.Bin(bin.op(), typed(bin.left()), typed(bin.right()), computing(bin));
    } else if (expr instanceof Expr.Select select) {
      return new Expr.Select(
          select.relation(),
          typed(select.left()),
          typed(select.right()),
          typed(select.then()),
          typed(select.otherwise()));
    } else if (expr instanceof Expr.Clamp clamp) {
      Expr value = typed(clamp.value());
      Interval values = seen.get(clamp);
      boolean idle = values != null && new Interval(clamp.low(), clamp.high()).contains(values);
      return idle ? value : clamped(value, clamp, computing(clamp));
    } else if (expr instanceof Expr.Wrap wrap) {
      Interval values = seen.get(wrap);
      boolean idle = values != null && wrap.type().range().contains(values);
      return idle ? typed(wrap.value()) : new Expr.Wrap(typed(wrap.value()), wrap.type());
    } else if (expr instanceof Expr.Requantise r) {
      return new Expr.Requantise(
          typed(r.value()),
          typed(r.multiplier()),
          typed(r.shift()),
          r.rounding(),
          wide(seen.get(r)),
          wide(results.get(r)));
    }
    return expr;
  }

  /** A limit beyond the value's type could not be written in it, and limits nothing. */
  private static Expr clamped(Expr value, Expr.Clamp clamp, Element type) {
    long low = Math.max(clamp.low(), type.range().low());
    long high = Math.min(clamp.high(), type.range().high());
    return low <= high
        ? new Expr.Clamp(value, low, high)
        : new Expr.Clamp(value, clamp.low(), clamp.high());
  }

  private Element computing(Expr expr) {
    Interval interval = seen.get(expr);
    return interval == null ? Element.I64 : Element.computing(interval);
  }

  /** Products are computed in 32 or 64 bits: multipliers are 32-bit numbers. */
  private static Element wide(@Nullable Interval values) {
    return values != null && Element.I32.range().contains(values) ? Element.I32 : Element.I64;
  }
}
