package dev.thimble.signal;

import java.util.ArrayList;
import java.util.List;

/**
 * The gain {@code unit / floor * (x / floor)^-strength} of numbers from the floor on, at most 2^31
 * - 1: for each octave start, slope and curvature of a parabola in 15 bits, and how far a product
 * with it is shifted right beyond 16.
 *
 * @param first digits of the numbers in the first octave
 * @param table four numbers an octave
 */
public record GainCurve(int first, List<Integer> table) {
  private static final int MOST_DIGITS = 31;

  /** Shift of a product of which the low half is dropped. */
  private static final int WORD = 16;

  /** A curve; no gain may be above a half. */
  public static GainCurve of(long floor, double strength, int unit) {
    int first = Long.SIZE - Long.numberOfLeadingZeros(floor);
    List<Integer> table = new ArrayList<>();
    for (int digits = first; digits <= MOST_DIGITS; digits++) {
      double[] gains = new double[3];
      for (int i = 0; i < gains.length; i++) {
        double x = Math.scalb(1 + i / 2.0, digits - 1);
        gains[i] = unit / (double) floor * StrictMath.pow(x / floor, -strength);
      }
      int shift = Short.SIZE - 2 - Math.getExponent(gains[0]);
      int[] parts = new int[gains.length];
      for (int i = 0; i < parts.length; i++) {
        parts[i] = (int) Math.min(Short.MAX_VALUE, Math.round(Math.scalb(gains[i], shift)));
      }
      table.addAll(Parabola.through(parts[0], parts[1], parts[2]));
      table.add(shift - WORD);
    }
    return new GainCurve(first, table);
  }
}
