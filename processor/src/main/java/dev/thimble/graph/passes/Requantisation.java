package dev.thimble.graph.passes;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Ratio;
import dev.thimble.graph.Arithmetic.Rounding;
import java.math.BigInteger;

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
    BigInteger product = BigInteger.valueOf(acc).multiply(BigInteger.valueOf(ratio.multiplier()));
    int behind = ratio.shift() - DOUBLING;
    if (rounding == Rounding.SINGLE || behind <= 0) {
      return shifted(product, ratio.shift()).longValue();
    }
    BigInteger high = shifted(product, DOUBLING);
    // Ties of the second rounding go away from zero.
    BigInteger towards = high.signum() < 0 ? high.subtract(BigInteger.ONE) : high;
    return shifted(towards, behind).longValue();
  }

  /** To the nearest, ties upwards. */
  private static BigInteger shifted(BigInteger value, int shift) {
    return shift > 0
        ? value.add(BigInteger.ONE.shiftLeft(shift - 1)).shiftRight(shift)
        : value.shiftLeft(-shift);
  }
}
