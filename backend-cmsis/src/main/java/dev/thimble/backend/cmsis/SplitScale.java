package dev.thimble.backend.cmsis;

import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.sums.ProductSum;
import dev.thimble.kernel.sums.ScaleRule;
import dev.thimble.kernel.sums.Thresholds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * Requantisation by two products of 32 bits, for cores without the high word of a product: {@code
 * (sum * high + ((sum * low) >> bits) + constant) >> shift}, which is what a multiplier {@code high
 * * 2^bits + low} gives. Its numbers are chosen so that the result, brought between the limits, is
 * the rule's for every sum; that is proven at each place where the rule's result changes.
 *
 * <p>Where double rounding treats negative sums otherwise than positive ones, and their results are
 * not all the lower limit, negative sums have a {@code nudge} taken away beside.
 *
 * @param channels the numbers of each channel
 * @param bits of the low part
 * @param limits results are brought between these
 * @param clipped whether sums are brought between 0 and a channel's width beforehand, and results
 *     then need not be; sums have {@code from} taken away
 * @param nudged whether negative sums have something taken away
 */
record SplitScale(
    List<Channel> channels, int bits, Interval limits, boolean clipped, boolean nudged) {
  private static final int MOST_BITS = 15;
  private static final int WORD_BITS = 31;
  private static final int NEIGHBOURS = 64;

  /** How many shifts are tried. */
  private static final int SHIFTS = 4;

  /**
   * Numbers of a channel; the result has the lower limit taken away.
   *
   * @param from the sum that is 0 here: below it the rule's result does not change any more
   * @param width the largest sum that is looked at, less {@code from}
   * @param nudge what negative sums have taken away from their product
   */
  record Channel(long from, int width, int high, int low, int constant, int shift, int nudge) {}

  /** A product as the code computes it; it never falls. */
  private record Product(long multiplier, int bits, long zero, long nudge) {
    long of(long sum) {
      return sum * high() + ((sum * low()) >> bits) - (sum < zero ? nudge : 0);
    }

    long high() {
      return multiplier >> bits;
    }

    long low() {
      return multiplier - (high() << bits);
    }
  }

  /** The requantisation of a sum, if there are such numbers for all channels. */
  static Optional<SplitScale> of(ProductSum sum, boolean clipped) {
    long most = 0;
    List<Thresholds> all = new ArrayList<>();
    for (int c = 0; c < sum.rules().size(); c++) {
      Interval range = sum.sums(c).plus(Interval.of(sum.biases()[c]));
      range = range.union(Interval.of(sum.biases()[c]));
      if (!Element.I32.range().contains(range)) {
        return Optional.empty();
      }
      Thresholds thresholds = Thresholds.of(sum.rules().get(c), range);
      all.add(clipped ? thresholds.clip() : thresholds);
      Interval sums = all.get(c).sums();
      most = Math.max(most, Math.max(-sums.low(), sums.high()));
    }
    int bits = Math.min(MOST_BITS, WORD_BITS - Long.SIZE + Long.numberOfLeadingZeros(most));
    List<Channel> channels = new ArrayList<>();
    // One channel without numbers is enough to end the search.
    for (int c = 0; bits >= 0 && c < all.size() && c == channels.size(); c++) {
      channel(sum.rules().get(c), all.get(c), bits).ifPresent(channels::add);
    }
    boolean nudged = sum.rules().stream().anyMatch(SplitScale::isNudged);
    return channels.size() == all.size()
        ? Optional.of(new SplitScale(channels, bits, sum.rules().get(0).limits(), clipped, nudged))
        : Optional.empty();
  }

  /** What a negative sum has less, in parts of {@code 2^-shift}; 0 where it has not. */
  private static OptionalLong nudge(ScaleRule rule, int shift) {
    if (!isNudged(rule)) {
      return OptionalLong.of(0);
    }
    int place = shift - (rule.shift() - WORD_BITS);
    return place < 0 ? OptionalLong.empty() : OptionalLong.of(1L << place);
  }

  private static boolean isNudged(ScaleRule rule) {
    return rule.rounding() == Rounding.DOUBLE
        && rule.shift() > WORD_BITS
        && rule.limits().low() < rule.zeroPoint();
  }

  private static Optional<Channel> channel(ScaleRule rule, Thresholds thresholds, int bits) {
    long largest = Math.max(-thresholds.sums().low(), thresholds.sums().high());
    int tried = 0;
    for (int shift = WORD_BITS - 1; shift >= 1 && tried < SHIFTS; shift--) {
      long nearest = Math.round(rule.ratio() * Math.pow(2, shift + bits));
      long high = nearest >> bits;
      OptionalLong nudge = nudge(rule, shift);
      boolean fits =
          Element.I32.range().contains(high) && Element.I32.range().contains(largest * high);
      if (fits && nudge.isPresent()) {
        // Fewer bits of the multiplier will not do where more did not, but for the word's end.
        tried++;
        Optional<Channel> channel = near(rule, shift, thresholds, bits, nudge.getAsLong());
        if (channel.isPresent()) {
          return channel;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Channel> near(
      ScaleRule rule, int shift, Thresholds thresholds, int bits, long nudge) {
    return LongStream.of(rule.multipliers(shift + bits, NEIGHBOURS))
        .mapToObj(multiplier -> new Product(multiplier, bits, -thresholds.from(), nudge))
        .flatMap(product -> channel(product, shift, thresholds).stream())
        .findFirst();
  }

  private static Optional<Channel> channel(Product product, int shift, Thresholds thresholds) {
    return thresholds
        .constants(product::of, shift)
        .map(Interval::low)
        .filter(constant -> fits(product, constant, thresholds.sums()))
        .map(
            constant ->
                new Channel(
                    thresholds.from(),
                    (int) thresholds.sums().high(),
                    (int) product.high(),
                    (int) product.low(),
                    constant.intValue(),
                    shift,
                    (int) product.nudge()));
  }

  private static boolean fits(Product product, long constant, Interval sums) {
    Interval word = Element.I32.range();
    Interval products = new Interval(product.of(sums.low()), product.of(sums.high()));
    return word.contains(Interval.of(product.high()).times(sums))
        && word.contains(constant)
        && word.contains(product.nudge())
        && word.contains(products)
        && word.contains(products.plus(Interval.of(constant)))
        // What is added up before the nudge is taken away.
        && word.contains(products.plus(Interval.of(constant + product.nudge())));
  }
}
