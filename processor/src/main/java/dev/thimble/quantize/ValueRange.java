package dev.thimble.quantize;

/**
 * The smallest interval that holds some reals.
 *
 * @param low the smallest
 * @param high the largest
 * @param integral whether all of them were integers
 */
public record ValueRange(double low, double high, boolean integral) {
  /** A range that is stated, not measured. */
  public static ValueRange of(double low, double high) {
    return new ValueRange(low, high, false);
  }

  /** The range of an array's elements. */
  static ValueRange of(float[] values) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    boolean integral = true;
    for (float value : values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
      integral &= value == Math.rint(value);
    }
    return new ValueRange(low, high, integral);
  }

  /** The smallest range that holds both. */
  ValueRange union(ValueRange other) {
    return new ValueRange(
        Math.min(low, other.low), Math.max(high, other.high), integral && other.integral);
  }

  /** The range with zero in it: zero must be exact, for padding and for ReLU. */
  ValueRange withZero() {
    return new ValueRange(Math.min(low, 0), Math.max(high, 0), integral);
  }

  double width() {
    return high - low;
  }
}
