package dev.thimble.backend.cmsis;

import dev.thimble.kernel.Element;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.sums.ProductSum;
import dev.thimble.kernel.sums.ScaleRule;
import dev.thimble.kernel.sums.Thresholds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Requantisation by two products of 32 bits, for cores without the high word of a product: {@code
 * (sum * high + ((sum * low) >> bits) + constant) >> shift}, which is what a multiplier {@code high
 * * 2^bits + low} gives. Its numbers are chosen so that, brought between the limits, it is the
 * rule's result for every sum; that is proven at each place where the rule's result changes.
 *
 * @param channels the numbers of each channel
 * @param bits of the low part
 * @param limits results are brought between these
 * @param underflows whether a result can lie below the limits
 * @param overflows whether a result can lie above the limits
 */
record SplitScale(
    List<Channel> channels, int bits, Interval limits, boolean underflows, boolean overflows) {
  private static final int MOST_BITS = 15;
  private static final int WORD_BITS = 31;
  private static final int NEIGHBOURS = 64;

  /** Numbers of a channel; the result has the lower limit taken away. */
  record Channel(int high, int low, int constant, int shift) {}

  /** The requantisation of a sum, if there are such numbers for all channels. */
  static Optional<SplitScale> of(ProductSum sum) {
    long most = 0;
    List<Interval> ranges = new ArrayList<>();
    for (int c = 0; c < sum.rules().size(); c++) {
      Interval range = sum.sums(c).plus(Interval.of(sum.biases()[c]));
      range = range.union(Interval.of(sum.biases()[c]));
      ranges.add(range);
      most = Math.max(most, Math.max(-range.low(), range.high()));
    }
    int bits = Math.min(MOST_BITS, WORD_BITS - bitsOf(most));
    Interval limits = sum.rules().get(0).limits();
    if (bits < 0) {
      return Optional.empty();
    }
    boolean underflows = false;
    boolean overflows = false;
    List<Channel> channels = new ArrayList<>();
    for (int c = 0; c < ranges.size(); c++) {
      ScaleRule rule = sum.rules().get(c);
      Thresholds thresholds = Thresholds.of(rule, ranges.get(c));
      Optional<Channel> channel = channel(rule, ranges.get(c), thresholds, bits);
      if (channel.isEmpty()) {
        return Optional.empty();
      }
      channels.add(channel.get());
      underflows |= result(channel.get(), ranges.get(c).low(), bits) < 0;
      overflows |= result(channel.get(), ranges.get(c).high(), bits) > limits.high() - limits.low();
    }
    return Optional.of(new SplitScale(channels, bits, limits, underflows, overflows));
  }

  private static int bitsOf(long number) {
    return Long.SIZE - Long.numberOfLeadingZeros(number);
  }

  private static long product(long multiplier, long sum, int bits) {
    long high = multiplier >> bits;
    long low = multiplier - (high << bits);
    return sum * high + ((sum * low) >> bits);
  }

  private static long result(Channel channel, long sum, int bits) {
    long product = sum * channel.high() + ((sum * channel.low()) >> bits);
    return (product + channel.constant()) >> channel.shift();
  }

  private static Optional<Channel> channel(
      ScaleRule rule, Interval range, Thresholds thresholds, int bits) {
    for (int shift = WORD_BITS - 1; shift >= 1; shift--) {
      long nearest = Math.round(rule.ratio() * Math.pow(2, shift + bits));
      long largest = Math.max(-range.low(), range.high());
      // The cheap test first: the product must stay within a word.
      if (largest * (nearest >> bits) > Element.I32.range().high()) {
        continue;
      }
      Optional<Channel> channel = near(nearest, shift, range, thresholds, bits);
      if (channel.isPresent()) {
        return channel;
      }
      if (largest * (nearest >> bits) < Element.I32.range().high() >> 4) {
        // Fewer bits of the multiplier will not do where more did not.
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static Optional<Channel> near(
      long nearest, int shift, Interval range, Thresholds thresholds, int bits) {
    for (int i = 0; i < NEIGHBOURS; i++) {
      long multiplier = nearest + ((i & 1) == 0 ? i / 2 : -(i + 1) / 2);
      if (multiplier < 0) {
        continue;
      }
      Optional<Interval> constants =
          thresholds.constants(sum -> product(multiplier, sum, bits), shift);
      if (constants.isEmpty()) {
        continue;
      }
      long constant = constants.get().low();
      Interval products =
          new Interval(
              product(multiplier, range.low(), bits), product(multiplier, range.high(), bits));
      long high = multiplier >> bits;
      boolean fits =
          Element.I32.range().contains(Interval.of(high).times(range))
              && Element.I32.range().contains(constant)
              && Element.I32.range().contains(products)
              && Element.I32.range().contains(products.plus(Interval.of(constant)));
      if (fits) {
        long low = multiplier - (high << bits);
        return Optional.of(new Channel((int) high, (int) low, (int) constant, shift));
      }
    }
    return Optional.empty();
  }
}
