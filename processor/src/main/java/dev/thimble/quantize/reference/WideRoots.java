package dev.thimble.quantize.reference;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Range;
import dev.thimble.graph.Arithmetic.Ratio;
import java.util.ArrayList;
import java.util.List;

/**
 * Roots of int16 as LiteRT has them (TensorFlow Lite for Microcontrollers has none): computed in
 * single precision and rounded down; inputs below zero, which fail there, give 0. The rule is one
 * of integers, with a list of the inputs at which single precision rounds across an integer.
 *
 * @param in the input's scale
 * @param out the output's scale
 */
record WideRoots(float in, float out) {
  private static final int FRACTION = 30;
  private static final int MOST_SHIFT = 60;

  /** What is rooted has 30 bits. */
  private static final long MOST = (1L << 30) - 1;

  Arithmetic.Roots rule() {
    double factor = (double) in / ((double) out * out);
    int shift = Math.max(0, Math.min(MOST_SHIFT, FRACTION - Math.getExponent(factor)));
    long multiplier = Math.min(1L << FRACTION + 1, Math.round(Math.scalb(factor, shift)));
    List<Integer> more = new ArrayList<>();
    List<Integer> less = new ArrayList<>();
    for (int x = 0; x <= Short.MAX_VALUE; x++) {
      int wanted = root(x);
      int plain = (int) Math.sqrt(Math.min(MOST, (x * multiplier) >> shift));
      if (wanted != plain) {
        (wanted > plain ? more : less).add(x);
      }
    }
    Range words = new Range(0, Short.MIN_VALUE, Short.MAX_VALUE);
    return new Arithmetic.Roots(new Ratio(multiplier, shift), more, less, words);
  }

  /** The reference's own. */
  int root(int x) {
    float root = (float) Math.sqrt(in * Math.max(0, x));
    return (int) Math.min(Short.MAX_VALUE, Math.floor(root / out));
  }
}
