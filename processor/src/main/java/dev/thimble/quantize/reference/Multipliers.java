package dev.thimble.quantize.reference;

import dev.thimble.diagnostic.ImportMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Arithmetic.Ratio;

/**
 * Real factors as integers, by {@code QuantizeMultiplier} of {@code
 * tensorflow/lite/kernels/internal/quantization_util.cc}.
 */
public final class Multipliers {
  /** Bits of a mantissa. */
  private static final int BITS = 31;

  /** From here on the kernels' left shifts leave 32 bits. */
  private static final int MAX_EXPONENT = 30;

  /** The 64-bit kernels check for less. */
  private static final int MAX_WIDE_EXPONENT = 7;

  private Multipliers() {}

  /** A mantissa of 31 bits and a power of two: {@code mantissa * 2^(exponent - 31)}. */
  record Scaled(long mantissa, int exponent) {
    /** As the kernels with 32-bit accumulators take it. */
    Ratio ratio() {
      return new Ratio(mantissa, BITS - exponent);
    }

    /**
     * As {@code MultiplyByQuantizedMultiplier(int64_t, ...)} of {@code internal/common.cc} takes
     * it: the mantissa is cut to 16 bits.
     */
    Ratio wide() {
      long reduced = mantissa < 0x7FFF0000L ? (mantissa + (1 << 15)) >> 16 : 0x7FFF;
      return new Ratio(reduced, 15 - exponent);
    }
  }

  /** Splits the factor; below 2^-32 it becomes zero, as in the reference. */
  static Scaled split(String step, double factor) throws Problem {
    if (!(factor >= 0) || Double.isInfinite(factor)) {
      throw outOfRange(step, "the factor between its scales is " + factor);
    }
    if (factor == 0) {
      return new Scaled(0, 0);
    }
    int exponent = Math.getExponent(factor) + 1;
    if (Math.abs(factor) < Double.MIN_NORMAL) {
      return new Scaled(0, 0);
    }
    long mantissa = Math.round(Math.scalb(factor, BITS - exponent));
    if (mantissa == 1L << BITS) {
      mantissa /= 2;
      exponent++;
    }
    if (exponent < -BITS) {
      return new Scaled(0, 0);
    }
    if (exponent > MAX_EXPONENT) {
      throw outOfRange(step, "the factor between its scales, " + factor + ", is too large");
    }
    return new Scaled(mantissa, exponent);
  }

  /** The factor for kernels with 32-bit accumulators. */
  static Ratio ratio(String step, double factor) throws Problem {
    return split(step, factor).ratio();
  }

  /** The factor for kernels with 64-bit accumulators. */
  public static Ratio wide(String step, double factor) throws Problem {
    Scaled split = split(step, factor);
    if (split.exponent > MAX_WIDE_EXPONENT) {
      throw outOfRange(step, "the factor between its scales, " + factor + ", is not below 128");
    }
    return split.wide();
  }

  /** A factor that the kernel requires to be below one. */
  static Ratio belowOne(String step, double factor) throws Problem {
    Scaled split = split(step, factor);
    if (!(factor > 0) || factor >= 1 || split.exponent > 0) {
      throw outOfRange(step, "the factor between its scales, " + factor + ", is not below 1");
    }
    return split.ratio();
  }

  static Problem outOfRange(String step, String what) {
    return new Problem(ImportMessage.TM3104_SCALES_OUT_OF_RANGE, step, what);
  }
}
