package dev.thimble.graph.passes;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Ratio;
import dev.thimble.graph.Arithmetic.Rounding;

/** The output of a sum, as {@link Arithmetic.Scaled} defines it. */
final class Requantisation {
  /** The shift of the rounding doubling high product. */
  private static final int DOUBLING = 31;

  private Requantisation() {}

  /** The clamped output of channel {@code channel} for an accumulator with its bias. */
  static long apply(Arithmetic.Scaled rule, int channel, long acc) {
    Ratio ratio = rule.ratios().get(rule.ratios().size() == 1 ? 0 : channel);
    long scaled = scaled(ratio, rule.rounding(), acc) + rule.output().zeroPoint();
    return Math.max(rule.output().low(), Math.min(rule.output().high(), scaled));
  }

  private static long scaled(Ratio ratio, Rounding rounding, long acc) {
    long factor = ratio.multiplier();
    int behind = ratio.shift() - DOUBLING;
    if (rounding == Rounding.SINGLE || behind <= 0) {
      return product(acc, factor, ratio.shift());
    }
    long high = product(acc, factor, DOUBLING);
    // Ties of the second rounding go away from zero.
    long towards = high < 0 ? high - 1 : high;
    return towards + (1L << (behind - 1)) >> behind;
  }

  /** {@code a * b * 2^-shift} to the nearest, ties upwards; the product may have 128 bits. */
  private static long product(long a, long b, int shift) {
    long low = a * b;
    if (shift <= 0) {
      return low << -shift;
    }
    long sum = low + (1L << (shift - 1));
    long high = Math.multiplyHigh(a, b) + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
    return high << (Long.SIZE - shift) | sum >>> shift;
  }
}
