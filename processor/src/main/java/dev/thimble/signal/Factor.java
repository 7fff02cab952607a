package dev.thimble.signal;

/**
 * A number as a kernel multiplies by it: {@code mantissa * 2^-shift}, with 15 significant bits.
 *
 * @param mantissa below 2^15 in size
 * @param shift 0 to {@link #MOST_SHIFT}
 */
public record Factor(int mantissa, int shift) {
  private static final int BITS = 15;
  private static final int MOST_SHIFT = 45;

  /** The nearest one; the number is below 2^14 in size. */
  public static Factor of(double number) {
    if (number == 0) {
      return new Factor(0, BITS + 1);
    }
    int shift = Math.min(MOST_SHIFT, BITS - 1 - Math.getExponent(number));
    long mantissa = Math.round(Math.scalb(number, shift));
    if (Math.abs(mantissa) == 1L << BITS) {
      return new Factor((int) (mantissa / 2), shift - 1);
    }
    return new Factor((int) mantissa, shift);
  }

  /** The number. */
  public double value() {
    return Math.scalb((double) mantissa, -shift);
  }
}
