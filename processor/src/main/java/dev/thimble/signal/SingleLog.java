package dev.thimble.signal;

import java.util.List;

/**
 * {@code log(1 + x)} in 32-bit floats to the last bit as C libraries that descend from fdlibm have
 * it (newlib, glibc up to 2.40): now and then a step beside the nearest float, which a table that
 * was built so has kept.
 */
final class SingleLog {
  /** From here on 1 + x is split into a power of two and the rest. */
  private static final float SPLIT = Float.intBitsToFloat(0x3ed413d7);

  /** The logarithm of 2 in two parts. */
  private static final float LN2_HIGH = Float.intBitsToFloat(0x3f317180);

  private static final float LN2_LOW = Float.intBitsToFloat(0x3717f7d1);

  /** Mantissas below the root of 2. */
  private static final int ROOT = 0x3504f7;

  private static final int MANTISSA = 0x7fffff;
  private static final int ONE = 0x3f800000;
  private static final int HALF = 0x3f000000;

  /** Of the polynomial in s squared, the highest power first. */
  private static final List<Integer> POLYNOMIAL =
      List.of(0x3e178897, 0x3e1cd04f, 0x3e3a3325, 0x3e638e29, 0x3e924925, 0x3ecccccd, 0x3f2aaaab);

  private SingleLog() {}

  /** The logarithm of 1 + x, of x from 2^-20 to 2^20. */
  static float log1p(float x) {
    int power = 0;
    float rest = x;
    float lost = 0;
    if (x >= SPLIT) {
      float sum = 1 + x;
      int bits = Float.floatToIntBits(sum);
      power = Math.getExponent(sum);
      lost = (power > 0 ? 1 - (sum - x) : x - (sum - 1)) / sum;
      int mantissa = bits & MANTISSA;
      boolean upper = mantissa >= ROOT;
      power += upper ? 1 : 0;
      rest = Float.intBitsToFloat(mantissa | (upper ? HALF : ONE)) - 1;
    }
    float half = 0.5f * rest * rest;
    float s = rest / (2 + rest);
    float squared = s * s;
    float sum = 0;
    for (int coefficient : POLYNOMIAL) {
      sum = Float.intBitsToFloat(coefficient) + squared * sum;
    }
    float curved = s * (half + squared * sum);
    if (power == 0) {
      return rest - (half - curved);
    }
    return power * LN2_HIGH - ((half - (curved + (power * LN2_LOW + lost))) - rest);
  }
}
