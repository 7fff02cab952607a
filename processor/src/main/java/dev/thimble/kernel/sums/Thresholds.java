package dev.thimble.kernel.sums;

import dev.thimble.kernel.Interval;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

/**
 * The sums at which a rule's result changes. A function that never falls gives the rule's result
 * for every sum if it does so on both sides of each of these at most 255 places.
 *
 * @param first {@code first[i]} is the least sum with a result above {@code least + i}
 * @param least the result of the lowest sum
 * @param sums the range of sums
 * @param limits of the rule's results
 * @param clipped whether sums are brought into that range, so that results need no limits
 * @param from what was taken away from all sums: {@code -from} stands for the rule's zero
 */
public record Thresholds(
    long[] first, long least, Interval sums, Interval limits, boolean clipped, long from) {
  private static final Interval ANY = new Interval(Long.MIN_VALUE, Long.MAX_VALUE);

  /** The places where the rule's result changes. */
  public static Thresholds of(ScaleRule rule, Interval sums) {
    long least = rule.apply(sums.low());
    long[] first = new long[(int) (rule.apply(sums.high()) - least)];
    for (int i = 0; i < first.length; i++) {
      first[i] = rule.first(least + 1 + i, sums);
    }
    return new Thresholds(first, least, sums, rule.limits(), false, 0);
  }

  /** The same for sums that have so much taken away. */
  public Thresholds less(long amount) {
    return new Thresholds(
        LongStream.of(first).map(sum -> sum - amount).toArray(),
        least,
        sums.plus(Interval.of(-amount)),
        limits,
        clipped,
        from + amount);
  }

  /**
   * The same for sums that were brought between the one before the first place and the last place,
   * beyond which the result does not change, less the former: they begin with 0.
   */
  public Thresholds clip() {
    long low = first.length == 0 ? sums.low() : first[0] - 1;
    long high = first.length == 0 ? low : first[first.length - 1];
    return new Thresholds(first, least, new Interval(low, high), limits, true, from).less(low);
  }

  /** The constants for all sums: {@link #constants(LongUnaryOperator, int, Interval)}. */
  public Optional<Interval> constants(LongUnaryOperator product, int shift) {
    return constants(product, shift, sums);
  }

  /**
   * The constants with which {@code (product(sum) + constant) >> shift}, brought between 0 and the
   * limits' width, is the rule's result less the lower limit, for every sum of a part of the range;
   * where sums are clipped, it is so without the limits.
   *
   * @param product never falls within the part
   * @param part of the range of sums
   */
  public Optional<Interval> constants(LongUnaryOperator product, int shift, Interval part) {
    return constants(product, shift, part, ANY, new Conflict());
  }

  /**
   * The same, and none where none of them is useful.
   *
   * @param useful which constants are; it does not narrow the result
   * @param conflict becomes where there was none
   */
  public Optional<Interval> constants(
      LongUnaryOperator product, int shift, Interval part, Interval useful, Conflict conflict) {
    int begin = countUpTo(part.low() - 1);
    int end = countUpTo(part.high() + 1);
    int lowest = Conflict.NONE;
    int highest = Conflict.NONE;
    long low = Long.MIN_VALUE;
    long high = Long.MAX_VALUE;
    for (int n = 0; n < end - begin; n++) {
      // From both ends in turn: a product that does not do is found out between places far apart.
      int i = n % 2 == 0 ? begin + n / 2 : end - 1 - n / 2;
      if (part.contains(first[i])) {
        long above = lowest(product, shift, first[i], least + 1 + i);
        lowest = above > low ? i : lowest;
        low = Math.max(low, above);
      }
      if (part.contains(first[i] - 1)) {
        long below = highest(product, shift, first[i] - 1, least + i);
        highest = below < high ? i : highest;
        high = Math.min(high, below);
      }
      if (Math.max(low, useful.low()) > Math.min(high, useful.high())) {
        conflict.low = lowest;
        conflict.high = highest;
        return Optional.empty();
      }
    }
    return ends(product, shift, part, low, high);
  }

  /** Two places that no constant suited. */
  public static final class Conflict {
    private static final int NONE = -1;

    private int low = NONE;
    private int high = NONE;
  }

  /** Whether no constant suits places where none suited another product: a short question. */
  public boolean conflict(LongUnaryOperator product, int shift, Interval part, Conflict other) {
    int low = other.low;
    int high = other.high;
    return low != Conflict.NONE
        && high != Conflict.NONE
        && part.contains(first[low])
        && part.contains(first[high] - 1)
        && lowest(product, shift, first[low], least + 1 + low)
            > highest(product, shift, first[high] - 1, least + high);
  }

  /** The constants that lie between two and suit both ends of a part, too. */
  private Optional<Interval> ends(
      LongUnaryOperator product, int shift, Interval part, long least, long most) {
    long low = least;
    long high = most;
    long begin = result(part.low());
    if (begin > limits.low() || clipped) {
      low = Math.max(low, lowest(product, shift, part.low(), begin));
    }
    long end = result(part.high());
    if (end < limits.high() || clipped) {
      high = Math.min(high, highest(product, shift, part.high(), end));
    }
    // Where the rule always gives a limit there is one side only, or none.
    if (low == Long.MIN_VALUE) {
      low =
          high == Long.MAX_VALUE
              ? lowest(product, shift, part.low(), begin)
              : high - (1L << shift) + 1;
    }
    if (high == Long.MAX_VALUE) {
      high = low + (1L << shift) - 1;
    }
    return low <= high ? Optional.of(new Interval(low, high)) : Optional.empty();
  }

  /** The rule's result for a sum of the range: one more for each place up to it. */
  private long result(long sum) {
    return least + countUpTo(sum);
  }

  /** How many places are not above a sum. */
  private int countUpTo(long sum) {
    int low = 0;
    int high = first.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (first[middle] <= sum) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The least constant with which a sum gives that result or more. */
  private long lowest(LongUnaryOperator product, int shift, long sum, long result) {
    return ((result - limits.low()) << shift) - product.applyAsLong(sum);
  }

  /** The largest constant with which a sum gives that result or less. */
  private long highest(LongUnaryOperator product, int shift, long sum, long result) {
    return lowest(product, shift, sum, result + 1) - 1;
  }
}
