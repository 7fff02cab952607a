package dev.thimble.quantize;

import dev.thimble.graph.Arithmetic.SoftmaxTables;
import java.util.ArrayList;
import java.util.List;

/**
 * A softmax whose result has a scale of the file's: exponentials of 19 bits, one division, the
 * quotient rounded to the nearest step.
 */
final class GivenSoftmax {
  private static final int LEVELS = 256;

  /** The sum holds {@link ReferenceSoftmax#MAX_CLASSES} of it. */
  private static final long ONE = 1 << 19;

  /** A numerator is below 2^30 with it. */
  private static final double FINEST = 1.0 / 512;

  private GivenSoftmax() {}

  /** Whether probabilities in these steps are a quotient less 128. */
  static boolean gives(GivenSteps steps) {
    boolean all = steps.low() == Int8.MIN && steps.high() == Int8.MAX;
    return all && steps.meaning().zeroPoint() == Int8.MIN && steps.meaning().scale() >= FINEST;
  }

  /**
   * Tables by the difference to the row's largest.
   *
   * @param step what one of these differences adds to the exponent
   * @param scale of the result
   */
  static SoftmaxTables tables(double step, double scale) {
    List<Long> addends = new ArrayList<>();
    List<Long> numerators = new ArrayList<>();
    for (int d = 0; d < LEVELS; d++) {
      double power = StrictMath.exp(-d * step);
      addends.add(Math.round(power * ONE));
      // (numerator + sum) / (2 sum) is the probability in steps, rounded.
      long numerator = Math.round(power * 2 * ONE / scale);
      // Below the smallest sum the quotient is 0 whatever the sum: shorter tables.
      numerators.add(numerator < ONE ? 0 : numerator);
    }
    return new SoftmaxTables(
        ReferenceSoftmax.trimmed(addends), ReferenceSoftmax.trimmed(numerators), List.of());
  }
}
