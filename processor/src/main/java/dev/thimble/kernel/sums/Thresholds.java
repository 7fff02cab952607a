package dev.thimble.kernel.sums;

import dev.thimble.kernel.Interval;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/**
 * The sums at which a rule's result changes. A function that never falls gives the rule's result
 * for every sum if it does so on both sides of each of these at most 255 places.
 *
 * @param first the least sum with a result above {@code least + i}
 * @param least the result of the lowest sum
 * @param sums the range of sums
 * @param limits of the rule's results
 */
public record Thresholds(long[] first, long least, Interval sums, Interval limits) {
  /** The places where the rule's result changes. */
  public static Thresholds of(ScaleRule rule, Interval sums) {
    long least = rule.apply(sums.low());
    long[] first = new long[(int) (rule.apply(sums.high()) - least)];
    for (int i = 0; i < first.length; i++) {
      first[i] = rule.first(least + 1 + i, sums);
    }
    return new Thresholds(first, least, sums, rule.limits());
  }

  /**
   * The constants with which {@code (product(sum) + constant) >> shift}, brought between 0 and the
   * limits' width, is the rule's result less the lower limit, for every sum of the range.
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
    if (base > 0) {
      low = Math.max(low, (base << shift) - product.applyAsLong(sums.low()));
    }
    long most = least + first.length;
    if (most < limits.high()) {
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
