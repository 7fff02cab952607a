package dev.thimble.quantize;

import dev.thimble.graph.ElementType;
import dev.thimble.graph.Quantization;

/**
 * The integer form of what trees add up. Whole multiples of one step stay exact in 16 bits (votes
 * do); other rows are rounded to as small a power of two as 31 bits hold.
 *
 * @param type of the sums
 * @param scale of rows, starting values and sums
 */
record TreeRule(ElementType type, double scale) {
  /** Rounding of a quotient of two floats. */
  private static final double CLOSE = 1e-6;

  /**
   * The finest sums that fit for every way through the trees.
   *
   * @param count how many rows are added
   */
  static TreeRule of(int count, float[] rows, float[] base) {
    double largest = count * largest(rows) + largest(base);
    double step = Math.min(smallest(rows), smallest(base));
    if (Double.isInfinite(step)) {
      return new TreeRule(ElementType.INT16, 1);
    }
    if (largest <= step * Short.MAX_VALUE && whole(rows, step) && whole(base, step)) {
      return new TreeRule(ElementType.INT16, step);
    }
    int exponent = Math.getExponent(largest) + 1 - 30;
    return new TreeRule(ElementType.INT32, Math.scalb(1.0, exponent));
  }

  /**
   * The same where only the largest sum counts: 16 bits are enough if rounding changes no decision
   * whose sums differ by the margin.
   */
  static TreeRule of(int count, float[] rows, float[] base, double margin) {
    TreeRule exact = of(count, rows, base);
    double scale = (count * largest(rows) + largest(base)) / (Short.MAX_VALUE - count - 1);
    boolean enough = margin > (count + 1) * scale * (1 + CLOSE);
    return exact.type == ElementType.INT32 && enough
        ? new TreeRule(ElementType.INT16, scale)
        : exact;
  }

  /** The integers of rows or starting values. */
  long[] integers(float[] reals) {
    long[] integers = new long[reals.length];
    for (int i = 0; i < reals.length; i++) {
      integers[i] = Math.round(reals[i] / scale);
    }
    return integers;
  }

  /** What the integers stand for. */
  Quantization meaning() {
    return Quantization.perTensor(scale, 0);
  }

  private static double largest(float[] values) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static double smallest(float[] values) {
    double smallest = Double.POSITIVE_INFINITY;
    for (float value : values) {
      smallest = value == 0 ? smallest : Math.min(smallest, Math.abs(value));
    }
    return smallest;
  }

  private static boolean whole(float[] values, double step) {
    for (float value : values) {
      double quotient = value / step;
      double near = Math.rint(quotient);
      if (Math.abs(quotient - near) > CLOSE * Math.max(1, Math.abs(near))) {
        return false;
      }
    }
    return true;
  }
}
