package dev.thimble.kernel.sums;

import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Interval;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** What expressions can be, within the types that the kernel's proof gave them. */
public final class ValueRanges {
  private final Function<String, Interval> variables;

  /** Ranges where variables have these. */
  public ValueRanges(Function<String, Interval> variables) {
    this.variables = variables;
  }

  /** What an expression can be. */
  public Interval of(Expr expr) {
    if (expr instanceof Expr.Int number) {
      return Interval.of(number.value());
    } else if (expr instanceof Expr.Index index) {
      return of(index.at());
    } else if (expr instanceof Expr.Var variable) {
      return variables.apply(variable.name());
    } else if (expr instanceof Expr.Load load) {
      return load(load);
    } else if (expr instanceof Expr.Lookup lookup) {
      return lookup.buffer().range();
    } else if (expr instanceof Expr.Bin bin) {
      return bin(bin);
    } else if (expr instanceof Expr.Select select) {
      return of(select.then()).union(of(select.otherwise()));
    } else if (expr instanceof Expr.Clamp clamp) {
      return of(clamp.value()).clamp(clamp.low(), clamp.high());
    } else if (expr instanceof Expr.Wrap wrap) {
      Interval values = of(wrap.value());
      return wrap.type().range().contains(values) ? values : wrap.type().range();
    } else if (expr instanceof Expr.Requantise requantise) {
      return within(sum(requantise).shiftedRight(of(requantise.shift())), requantise.result());
    }
    throw new IllegalArgumentException("not expanded: " + expr);
  }

  /** What an index can be. */
  public Interval of(Affine at) {
    Map<String, Interval> known = new HashMap<>();
    at.terms().keySet().forEach(name -> known.put(name, variables.apply(name)));
    return at.range(known);
  }

  private Interval load(Expr.Load load) {
    if (load.buffer().isConstant()) {
      Interval at = of(load.at());
      if (at.low() == at.high()) {
        return Interval.of(load.buffer().values()[(int) at.low()]);
      }
    }
    return load.buffer().range();
  }

  /** What is shifted right in a requantisation: the product with what rounds it. */
  public Interval sum(Expr.Requantise requantise) {
    try {
      return rounded(requantise);
    } catch (ArithmeticException beyond) {
      return requantise.type().range();
    }
  }

  private Interval rounded(Expr.Requantise requantise) {
    Interval product = of(requantise.value()).times(of(requantise.multiplier()));
    Interval shift = of(requantise.shift());
    Interval sum = product.plus(new Interval(1L << (shift.low() - 1), 1L << (shift.high() - 1)));
    if (requantise.rounding() == Rounding.DOUBLE && shift.high() > Integer.SIZE - 1) {
      sum = sum.plus(new Interval(-(1L << 30), 1L << 30));
    }
    return within(sum, requantise.type()).union(product);
  }

  private Interval bin(Expr.Bin bin) {
    Interval a = of(bin.left());
    Interval b = of(bin.right());
    try {
      return within(bin.op().of(a, b), bin.type());
    } catch (ArithmeticException beyond) {
      return bin.type().range();
    }
  }

  /** The proof has shown that it is within the type, for reasons that are not seen here. */
  private static Interval within(Interval values, Element type) {
    Interval range = type.range();
    return range.contains(values)
        ? values
        : values.clamp(range.low(), range.high()).union(range.clamp(values.low(), values.high()));
  }
}
