package dev.thimble.backend.cmsis;

import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.sums.ValueRanges;
import java.util.Locale;
import java.util.function.ToIntFunction;

/** One of two values, by a comparison; both are computed. */
final class KernelChoices {
  private final NumberCode numbers;
  private final ValueRanges ranges;
  private final KernelScales scales;
  private final ToIntFunction<Expr> values;

  /**
   * Choices.
   *
   * @param values computes expressions of 32 bits
   */
  KernelChoices(
      NumberCode numbers, ValueRanges ranges, KernelScales scales, ToIntFunction<Expr> values) {
    this.numbers = numbers;
    this.ranges = ranges;
    this.scales = scales;
    this.values = values;
  }

  private int of(Expr expr) {
    return values.applyAsInt(expr);
  }

  /** The smaller one, or the larger. */
  int extreme(Expr.Bin bin) {
    int a = of(bin.left());
    int b = of(bin.right());
    String condition = bin.op() == Expr.Op.MIN ? "lt" : "gt";
    return numbers.select(new NumberCode.Comparison(condition, a, b), a, b);
  }

  /** A value between limits; its shift to the right, if any, is part of it. */
  int clamp(Expr.Clamp clamp) {
    Interval range = ranges.of(clamp.value());
    Interval limits = new Interval(clamp.low(), clamp.high());
    if (limits.contains(range)) {
      return of(clamp.value());
    }
    if (clamp.value() instanceof Expr.Bin bin
        && bin.op() == Expr.Op.SHR
        && bin.right() instanceof Expr.Int bits
        && bits.value() < Integer.SIZE
        && Element.I32.range().contains(ranges.of(bin.left()))) {
      return numbers.clamp(of(bin.left()), (int) bits.value(), range, limits);
    }
    if (clamp.value() instanceof Expr.Requantise r && scales.isShort(r)) {
      int shift = (int) ranges.of(r.shift()).low();
      return numbers.clamp(scales.rounded(r), shift, range, limits);
    }
    return numbers.clamp(of(clamp.value()), 0, range, limits);
  }

  /** Any choice. */
  int select(Expr.Select select) {
    if (select.relation() == Expr.Relation.LT && isZero(select.right())) {
      if (isNegative(select.then(), select.left()) && select.otherwise().equals(select.left())) {
        return numbers.magnitude(of(select.left()));
      }
      if (select.then() instanceof Expr.Bin below
          && below.op() == Expr.Op.SUB
          && below.left() instanceof Expr.Int minus
          && plus(select.otherwise(), below.right()) instanceof Expr.Int plus) {
        int value = of(below.right());
        return numbers.mirrored(of(select.left()), value, (int) minus.value(), (int) plus.value());
      }
    }
    return compared(select);
  }

  private int compared(Expr.Select select) {
    String condition = select.relation().name().toLowerCase(Locale.ROOT);
    int then = of(select.then());
    int otherwise = of(select.otherwise());
    int left = of(select.left());
    Interval limit = ranges.of(select.right());
    return limit.low() == limit.high()
        ? numbers.select(condition, left, (int) limit.low(), then, otherwise)
        : numbers.select(
            new NumberCode.Comparison(condition, left, of(select.right())), then, otherwise);
  }

  private static boolean isZero(Expr expr) {
    return expr instanceof Expr.Int number && number.value() == 0;
  }

  private static boolean isNegative(Expr expr, Expr of) {
    return expr instanceof Expr.Bin bin
        && bin.op() == Expr.Op.SUB
        && isZero(bin.left())
        && bin.right().equals(of);
  }

  /** What is added to a value in a sum; the sum itself if it is none. */
  private static Expr plus(Expr sum, Expr value) {
    if (sum.equals(value)) {
      return new Expr.Int(0);
    }
    if (sum instanceof Expr.Bin bin
        && bin.left().equals(value)
        && bin.right() instanceof Expr.Int number) {
      return switch (bin.op()) {
        case ADD -> number;
        case SUB -> new Expr.Int(-number.value());
        default -> sum;
      };
    }
    return sum;
  }
}
