package dev.thimble.signal;

import java.util.ArrayList;
import java.util.List;

/**
 * A low pass of finite length, its taps in steps of {@code 2^-shift} with the sum 1.
 *
 * @param taps symmetrical
 * @param shift 14 to 17
 */
public record LowPassTaps(List<Integer> taps, int shift) {
  /** Down to 60 dB: Kaiser's formula gives the window's shape and its length for the transition. */
  private static final double ATTENUATION = 60;

  private static final double BETA = 0.1102 * (ATTENUATION - 8.7);
  private static final int LENGTH = 18;
  private static final int MOST_SHIFT = 17;

  /** Copies the list. */
  public LowPassTaps {
    taps = List.copyOf(taps);
  }

  /** What lies before every n-th sample: passes to 0.4 of the new rate, stops from 0.6 of it. */
  public static LowPassTaps before(int factor) {
    int half = LENGTH / 2 * factor;
    double[] taps = new double[2 * half + 1];
    double sum = 0;
    for (int i = 0; i < taps.length; i++) {
      int from = i - half;
      double sinc =
          from == 0 ? 1 : StrictMath.sin(Math.PI * from / factor) / (Math.PI * from / factor);
      double place = (double) from / half;
      taps[i] = sinc * bessel(BETA * Math.sqrt(1 - place * place)) / bessel(BETA);
      sum += taps[i];
    }
    int shift = MOST_SHIFT;
    while (Math.scalb(taps[half] / sum, shift) > Short.MAX_VALUE) {
      shift--;
    }
    List<Integer> rounded = new ArrayList<>();
    int rest = 1 << shift;
    for (double tap : taps) {
      rounded.add((int) Math.round(Math.scalb(tap / sum, shift)));
      rest -= rounded.get(rounded.size() - 1);
    }
    rounded.set(half, rounded.get(half) + rest);
    return new LowPassTaps(rounded, shift);
  }

  /** The modified Bessel function of the first kind, of order 0, by its series. */
  private static double bessel(double x) {
    double term = 1;
    double sum = 1;
    for (int k = 1; k < 50; k++) {
      term *= (x / 2 / k) * (x / 2 / k);
      sum += term;
    }
    return sum;
  }
}
