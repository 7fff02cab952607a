package dev.thimble.kernel;

import dev.thimble.graph.Arithmetic.Rounding;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Interval analysis of expressions. Each operation that is observed, perhaps under many assignments
 * of loop variables, keeps the union of its values; {@link #typed} then gives it the narrowest type
 * that holds them.
 */
final class ExpressionRanges {
  private static final Interval SHIFTS = new Interval(1, 62);

  private final Map<Expr, Interval> seen = new IdentityHashMap<>();
  private final Map<Expr, Interval> results = new IdentityHashMap<>();

  /** Intervals of the loop variables and local variables in scope, and of the taps of a nest. */
  record Scope(Map<String, Interval> variables, Interval taps) {}

  /** The values of the expression; notes those of every operation in it. */
  Interval observe(Expr expr, Scope scope) {
    try {
      return values(expr, scope);
    } catch (ArithmeticException overflow) {
      throw new RangeException("more than 64 bits in " + expr.getClass().getSimpleName());
    }
  }

  private Interval values(Expr expr, Scope scope) {
    if (expr instanceof Expr.Int number) {
      return Interval.of(number.value());
    } else if (expr instanceof Expr.Index index) {
      return index.at().range(scope.variables());
    } else if (expr instanceof Expr.Var variable) {
      return variable(variable.name(), scope);
    } else if (expr instanceof Expr.Load load) {
      return load(load, scope);
    } else if (expr instanceof Expr.Lookup lookup) {
      return lookup(lookup, scope);
    } else if (expr instanceof Expr.Bin bin) {
      return operate(bin, scope);
    } else if (expr instanceof Expr.Select select) {
      values(select.left(), scope);
      values(select.right(), scope);
      return note(select, values(select.then(), scope).union(values(select.otherwise(), scope)));
    } else if (expr instanceof Expr.Clamp clamp) {
      return note(clamp, values(clamp.value(), scope)).clamp(clamp.low(), clamp.high());
    } else if (expr instanceof Expr.Wrap wrap) {
      Interval values = note(wrap, values(wrap.value(), scope));
      return wrap.type().range().contains(values) ? values : wrap.type().range();
    } else if (expr instanceof Expr.Requantise requantise) {
      return requantise(requantise, scope);
    }
    return scope.taps();
  }

  private static Interval variable(String name, Scope scope) {
    Interval interval = scope.variables().get(name);
    if (interval == null) {
      throw new RangeException("unbound " + name);
    }
    return interval;
  }

  private static Interval load(Expr.Load load, Scope scope) {
    Interval at = load.at().range(scope.variables());
    if (load.buffer().isConstant() && at.low() == at.high()) {
      return Interval.of(load.buffer().values()[(int) at.low()]);
    }
    return load.buffer().range();
  }

  private Interval lookup(Expr.Lookup lookup, Scope scope) {
    values(lookup.at(), scope);
    return lookup.buffer().range();
  }

  private Interval operate(Expr.Bin bin, Scope scope) {
    Interval a = values(bin.left(), scope);
    Interval b = values(bin.right(), scope);
    Interval result = bin.op().of(a, b);
    boolean shift = bin.op() == Expr.Op.SHL || bin.op() == Expr.Op.SHR;
    note(bin, shift ? a.union(result) : a.union(b).union(result));
    return result;
  }

  private Interval requantise(Expr.Requantise r, Scope scope) {
    Interval value = values(r.value(), scope);
    Interval shift = values(r.shift(), scope);
    Interval multiplier = values(r.multiplier(), scope);
    if (!SHIFTS.contains(shift) || !Element.I32.range().contains(multiplier)) {
      throw new RangeException("a ratio of " + multiplier + " * 2^-" + shift);
    }
    Interval product = value.times(multiplier);
    Interval half = new Interval(1L << (shift.low() - 1), 1L << (shift.high() - 1));
    Interval sum = product.plus(half);
    if (r.rounding() == Rounding.DOUBLE) {
      sum = sum.plus(new Interval(-(1L << 30), 1L << 30));
    }
    note(r, sum.union(product).union(value));
    Interval result = sum.shiftedRight(shift);
    results.merge(r, result, Interval::union);
    return result;
  }

  private Interval note(Expr expr, Interval values) {
    // Most points of a large kernel bring nothing new: they shall allocate nothing.
    Interval known = seen.get(expr);
    if (known == null) {
      seen.put(expr, values);
    } else if (!known.contains(values)) {
      seen.put(expr, known.union(values));
    }
    return values;
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
