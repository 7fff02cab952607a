package dev.thimble.kernel.sums;

import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.kernel.Interval;
import java.util.Arrays;

/**
 * How the sums of a channel become outputs.
 *
 * @param multiplier of the ratio
 * @param shift of the ratio
 * @param rounding as {@link dev.thimble.kernel.Expr.Requantise} has it
 * @param zeroPoint added to the rounded product
 * @param limits the result is brought between these
 */
public record ScaleRule(
    long multiplier, int shift, Rounding rounding, long zeroPoint, Interval limits) {
  /** The output for a sum. */
  public long apply(long sum) {
    long nudge = 0;
    if (rounding == Rounding.DOUBLE && shift > 31) {
      nudge = sum >= 0 ? 1L << 30 : -(1L << 30);
    }
    long scaled = (sum * multiplier + (1L << (shift - 1)) + nudge) >> shift;
    return Math.min(limits.high(), Math.max(limits.low(), scaled + zeroPoint));
  }

  /** What sums are multiplied by, about. */
  public double ratio() {
    return multiplier * Math.pow(2, -shift);
  }

  /**
   * Multipliers that come near to the ratio, the nearest first.
   *
   * @param places binary places behind the point
   * @param count how many numbers, of which those below 0 are left out
   */
  public long[] multipliers(int places, int count) {
    long nearest = Math.round(ratio() * Math.pow(2, places));
    long[] multipliers = new long[count];
    int found = 0;
    for (int i = 0; i < count; i++) {
      long multiplier = nearest + ((i & 1) == 0 ? i / 2 : -(i + 1) / 2);
      if (multiplier >= 0) {
        multipliers[found++] = multiplier;
      }
    }
    return Arrays.copyOf(multipliers, found);
  }

  /** The least sum of the range whose result is at least that; it exists. */
  public long first(long result, Interval sums) {
    long low = sums.low();
    long high = sums.high();
    long guess = (long) Math.ceil((result - zeroPoint - 0.5) / ratio());
    if (guess - 2 > low && apply(guess - 2) < result) {
      low = guess - 2;
    }
    if (guess + 2 < high && apply(guess + 2) >= result) {
      high = guess + 2;
    }
    while (low < high) {
      long middle = Math.floorDiv(low + high, 2);
      if (apply(middle) >= result) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
