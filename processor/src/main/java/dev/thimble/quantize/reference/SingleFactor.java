package dev.thimble.quantize.reference;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Arithmetic.Ratio;
import dev.thimble.graph.Quantization;

/**
 * The requantisation of QNNPACK ({@code q8gemm} with {@code requantization_scales}), XNNPACK and
 * ONNX Runtime ({@code MlasRequantizeOutput}): a sum, as a single, times a factor, as a single,
 * rounded to the nearest integer, halves to the even one. Biases of reals are rounded the same way.
 */
public final class SingleFactor {
  /** No output has more steps. */
  private static final int STEPS = 255;

  private static final int UNSIGNED = 128;
  private static final long LARGEST_SUM = 1L << 31;

  private SingleFactor() {}

  /** A bias in steps of the product of both scales, at most what a sum holds. */
  public static long bias(float bias, double inputScale, double weightScale) {
    float inverse = 1.0f / ((float) weightScale * (float) inputScale);
    double steps = Math.rint(bias * inverse);
    return (long) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, steps));
  }

  /** The factor of a layer. */
  public static float of(double input, double weight, double output) {
    return (float) weight * (float) input / (float) output;
  }

  /**
   * A multiplication {@code (sum * multiplier + half) >> shift} that gives the same integers for
   * every sum whose output is not clamped, where there is one; else the nearest.
   *
   * @param out what the output, signed bytes, stands for
   */
  public static Ratio ratio(String step, float factor, Quantization out) throws Problem {
    Ratio nominal = Multipliers.ratio(step, factor);
    int zero = out.zeroPoint() + UNSIGNED;
    long low = nominal.multiplier() - (1 << 12);
    long high = nominal.multiplier() + (1 << 12);
    double half = Math.scalb(1.0, nominal.shift() - 1);
    for (int steps = -zero + 1; steps <= STEPS - zero; steps++) {
      long sum = smallest(factor, steps);
      double bound = Math.scalb((double) steps, nominal.shift()) - half;
      // sum * multiplier >= bound, and (sum - 1) * multiplier < bound.
      if (sum > 0) {
        low = Math.max(low, (long) Math.ceil(bound / sum));
      } else if (sum < 0) {
        high = Math.min(high, (long) Math.floor(bound / sum));
      }
      if (sum - 1 > 0) {
        high = Math.min(high, (long) Math.ceil(bound / (sum - 1)) - 1);
      } else if (sum - 1 < 0) {
        low = Math.max(low, (long) Math.floor(bound / (sum - 1)) + 1);
      }
    }
    boolean exact = low <= high;
    long multiplier =
        exact ? Math.max(low, Math.min(high, nominal.multiplier())) : nominal.multiplier();
    return new Ratio(multiplier, nominal.shift());
  }

  /** The smallest sum that is rounded to so many steps, or more. */
  private static long smallest(float factor, int steps) {
    long low = -LARGEST_SUM;
    long high = LARGEST_SUM;
    while (low + 1 < high) {
      long middle = Math.floorDiv(low + high, 2);
      if (Math.rint((float) middle * factor) >= steps) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }
}
