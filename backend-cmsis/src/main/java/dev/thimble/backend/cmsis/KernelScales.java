package dev.thimble.backend.cmsis;

import dev.thimble.backend.Unsupported;
import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.sums.ValueRanges;
import java.util.function.ToIntFunction;

/** Requantisations: products with a multiplier, rounded and shifted to the right. */
final class KernelScales {
  private static final int TWICE = 31;
  private static final long NUDGE = 1L << 30;

  private final NumberCode numbers;
  private final ValueRanges ranges;
  private final ToIntFunction<Expr> values;

  /**
   * Requantisations.
   *
   * @param values computes expressions of 32 bits
   */
  KernelScales(NumberCode numbers, ValueRanges ranges, ToIntFunction<Expr> values) {
    this.numbers = numbers;
    this.ranges = ranges;
    this.values = values;
  }

  /** Whether the product has 32 bits, and the shift is known. */
  boolean isShort(Expr.Requantise r) {
    Interval shift = ranges.of(r.shift());
    return r.type() != Element.I64 && shift.low() == shift.high() && shift.low() < TWICE;
  }

  /** The product of a short one with what rounds it, not yet shifted. */
  int rounded(Expr.Requantise r) {
    int bits = (int) ranges.of(r.shift()).low();
    Interval multiplier = ranges.of(r.multiplier());
    int half = 1 << (bits - 1);
    int value = values.applyAsInt(r.value());
    if (multiplier.low() == multiplier.high() && Long.bitCount(multiplier.low()) == 1) {
      return numbers.plus(numbers.times(value, multiplier.low()), half);
    }
    return numbers.multiplyAdd(value, values.applyAsInt(r.multiplier()), numbers.number(half));
  }

  /** The whole. */
  int of(Expr.Requantise r) {
    Interval shift = ranges.of(r.shift());
    Interval multiplier = ranges.of(r.multiplier());
    if (shift.low() != shift.high() || multiplier.low() < 0) {
      throw new Unsupported("a shift of " + shift);
    }
    int bits = (int) shift.low();
    if (isShort(r)) {
      return numbers.right(rounded(r), bits);
    }
    boolean twice = r.rounding() == Rounding.DOUBLE && bits > TWICE;
    long constant = (1L << (bits - 1)) + (twice ? NUDGE : 0);
    boolean known = multiplier.low() == multiplier.high();
    int value = values.applyAsInt(r.value());
    int register = known ? 0 : values.applyAsInt(r.multiplier());
    NumberCode.Factor factor = new NumberCode.Factor(known, (int) multiplier.low(), register);
    boolean negative = ranges.of(r.value()).low() < 0;
    return numbers.scaled(value, factor, constant, bits, twice && negative);
  }
}
