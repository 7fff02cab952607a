package dev.thimble.signal;

import java.util.Optional;

/**
 * A tone of Goertzel's recursion in integers of 32 bits, with the proof that no block of 16-bit
 * samples makes it overflow: the sum of the magnitudes of its response to an impulse bounds it.
 *
 * @param sign of twice the cosine
 * @param k how far twice the cosine is from two, in size
 * @param cosine of the tone's angle
 * @param sine of the tone's angle
 * @param up bits by which samples are shifted left, right where negative
 */
public record ToneDesign(int sign, Factor k, Factor cosine, Factor sine, int up) {
  private static final int MOST_UP = 10;
  private static final int LEAST_UP = -4;

  /** The tone; empty where even samples with four bits less could overflow. */
  public static Optional<ToneDesign> of(double hertz, double rate, int size, double limit) {
    double w = 2 * Math.PI * hertz / rate;
    double cosine = StrictMath.cos(w);
    int sign = cosine >= 0 ? 1 : -1;
    double half = sign > 0 ? StrictMath.sin(w / 2) : StrictMath.cos(w / 2);
    Factor k = Factor.of(4 * half * half);
    double c = sign * (2 - k.value());
    double reach = 0;
    double s1 = 0;
    double s2 = 0;
    for (int i = 0; i < size; i++) {
      double s0 = (i == 0 ? 1 : 0) + c * s1 - s2;
      reach += Math.abs(s0);
      s2 = s1;
      s1 = s0;
    }
    // What the recursion really computes with decides where its poles are.
    double angle = StrictMath.acos(Math.max(-1, Math.min(1, c / 2)));
    for (int up = MOST_UP; up >= LEAST_UP; up--) {
      // A sample's size, and what rounding a product adds.
      if ((Math.scalb(1.0, 15 + up) + 2) * reach < limit) {
        Factor real = Factor.of(StrictMath.cos(angle));
        return Optional.of(new ToneDesign(sign, k, real, Factor.of(StrictMath.sin(angle)), up));
      }
    }
    return Optional.empty();
  }
}
