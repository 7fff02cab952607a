package dev.thimble.quantize;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Unary;
import java.util.ArrayList;
import java.util.List;

/** A function of many integers as a table of its values, with straight lines between them. */
final class CurveRule {
  private static final int MOST_LINES = 256;
  private static final int BITS = 8;

  private CurveRule() {}

  /**
   * The rule over integers from low to high.
   *
   * @param out scale of the result, of 16 bits
   */
  static Arithmetic.Curve of(Unary function, Quantization in, long low, long high, double out) {
    int shift = 0;
    while (((high - low) >> shift) >= MOST_LINES) {
      shift++;
    }
    int lines = (int) ((high - low) >> shift) + 1;
    List<Integer> table = new ArrayList<>();
    for (int i = 0; i <= lines; i++) {
      double x = in.scale() * (low + ((double) i * (1L << shift)) - in.zeroPoint());
      double real = RealFunctions.of(function, x);
      double integer = Double.isNaN(real) ? 0 : real / out;
      table.add((int) Math.max(-32768, Math.min(Short.MAX_VALUE, Math.round(integer))));
    }
    return new Arithmetic.Curve(low, high, shift, Math.min(BITS, shift), table);
  }
}
