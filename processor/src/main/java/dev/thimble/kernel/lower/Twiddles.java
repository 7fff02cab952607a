package dev.thimble.kernel.lower;

/** Factors of the fixed-point Fourier transform: cosine and sine in turn, 32767 for 1. */
final class Twiddles {
  private Twiddles() {}

  /** {@code exp(-2 pi i k / points)} for each k. */
  static long[] of(int points) {
    long[] factors = new long[2 * points];
    for (int k = 0; k < points; k++) {
      put(factors, k, -2 * Math.PI * k / points);
    }
    return factors;
  }

  /** {@code exp(-pi i (k / points + 1/2))} for k from 1 to half the points. */
  static long[] ofPairs(int points) {
    long[] factors = new long[points];
    for (int k = 0; k < points / 2; k++) {
      put(factors, k, -Math.PI * ((k + 1) / (double) points + 0.5));
    }
    return factors;
  }

  private static void put(long[] factors, int at, double phase) {
    factors[2 * at] = (long) Math.floor(0.5 + Short.MAX_VALUE * StrictMath.cos(phase));
    factors[2 * at + 1] = (long) Math.floor(0.5 + Short.MAX_VALUE * StrictMath.sin(phase));
  }
}
