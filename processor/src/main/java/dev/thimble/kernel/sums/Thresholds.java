package dev.thimble.kernel.sums;

import dev.thimble.kernel.Interval;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

/**
 * The sums at which a rule's result changes. A function that never falls gives the rule's result
 * for every sum if it does so on both sides of each of these at most 255 places.
 *
 * @param first the least sum with a result above {@code least + i}
 * @param least the result of the lowest sum
 * @param sums the range of sums
 * @param limits of the rule's results
 * @param clipped whether sums are brought into that range, so that results need no limits
 * @param from what was taken away from all sums
 */
public record Thresholds(
    long[] first, long least, Interval sums, Interval limits, boolean clipped, long from) {
  /** The places where the rule's result changes. */
  public static Thresholds of(ScaleRule rule, Interval sums) {
    long least = rule.apply(sums.low());
    long[] first = new long[(int) (rule.apply(sums.high()) - least)];
    for (int i = 0; i < first.length; i++) {
      first[i] = rule.first(least + 1 + i, sums);
    }
    return new Thresholds(first, least, sums, rule.limits(), false, 0);
  }

  /**
   * The same for sums that were brought between the one before the first place and the last place,
   * beyond which the result does not change, less the former: they begin with 0.
   */
  public Thresholds clip() {
    if (first.length == 0) {
      return new Thresholds(first, least, Interval.of(0), limits, true, sums.low());
    }
    long before = first[0] - 1;
    Interval range = new Interval(0, first[first.length - 1] - before);
    long[] shifted = LongStream.of(first).map(sum -> sum - before).toArray();
    return new Thresholds(shifted, least, range, limits, true, before);
  }

  /**
   * The constants with which {@code (product(sum) + constant) >> shift}, brought between 0 and the
   * limits' width, is the rule's result less the lower limit, for every sum of the range; where
   * sums are clipped, it is so without the limits.
   *
   * @param product never falls
   */
  public Optional<Interval> constants(LongUnaryOperator product, int shift) {
    long low = Long.MIN_VALUE;
    long high = Long.MAX_VALUE;
    long base = least - limits.low();
    for (int i = 0; i < first.length; i++) {
      long result = (base + 1 + i) << shift;
      low = Math.max(low, result - product.applyAsLong(first[i]));
      high = Math.min(high, result - 1 - product.applyAsLong(first[i] - 1));
    }
    if (base > 0 || clipped) {
      low = Math.max(low, (base << shift) - product.applyAsLong(sums.low()));
    }
    long most = least + first.length;
    if (most < limits.high() || clipped) {
      long above = (most + 1 - limits.low()) << shift;
      high = Math.min(high, above - 1 - product.applyAsLong(sums.high()));
    }
    // Where the rule always gives a limit there is one side only, or none.
    if (low == Long.MIN_VALUE) {
      low =
          high == Long.MAX_VALUE
              ? (base << shift) - product.applyAsLong(sums.low())
              : high - (1L << shift) + 1;
    }
    if (high == Long.MAX_VALUE) {
      high = low + (1L << shift) - 1;
    }
    return low <= high ? Optional.of(new Interval(low, high)) : Optional.empty();
  }
}
