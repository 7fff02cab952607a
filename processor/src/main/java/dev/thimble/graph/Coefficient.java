package dev.thimble.graph;

/**
 * A factor of filters: {@code mantissa * 2^-shift}.
 *
 * @param mantissa of 16 bits
 * @param shift 0 or more
 */
public record Coefficient(int mantissa, int shift) {
  /** Whether it is that number. */
  public boolean is(double number) {
    return Math.scalb((double) mantissa, -shift) == number;
  }
}
