package dev.thimble.backend.cmsis;

import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.sums.ProductSum;
import dev.thimble.kernel.sums.ScaleRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Requantisation as one 64-bit multiply-accumulate: {@code (sum * multiplier + constant) >> shift}
 * with a constant that holds the rounding and the zero point, exactly the rule.
 *
 * @param channels multiplier, constant and shift of each channel; shifts are 32 or more
 * @param twice whether 2^31 has to be taken away where the sum is negative: of no consequence where
 *     negative sums give the lower limit anyway
 * @param limits results are brought between these
 */
record RequantisedSums(List<Channel> channels, boolean twice, Interval limits) {
  /** So far a zero point can be shifted. */
  private static final int MOST_SHIFT = 54;

  private static final int HIGH_WORD = 32;

  /** Numbers of a channel. */
  record Channel(long multiplier, long constant, int shift) {
    private long highShift() {
      return (long) shift - HIGH_WORD;
    }

    private void constant(List<Long> words) {
      words.add((long) (int) constant);
      words.add(constant >> HIGH_WORD);
    }
  }

  /** The requantisation of a sum, if its numbers fit 32 bits. */
  static Optional<RequantisedSums> of(ProductSum sum) {
    boolean twice = isTwice(sum.rules().get(0));
    boolean positive = sum.rules().stream().allMatch(RequantisedSums::isPositive);
    List<Channel> channels = new ArrayList<>();
    for (int c = 0; c < sum.rules().size(); c++) {
      ScaleRule rule = sum.rules().get(c);
      int up = Math.max(0, HIGH_WORD - rule.shift());
      long multiplier = rule.multiplier() << up;
      Interval sums = sum.sums(c).plus(Interval.of(sum.biases()[c]));
      boolean fits =
          isTwice(rule) == twice
              && rule.shift() + up <= MOST_SHIFT
              && Element.I32.range().contains(multiplier)
              && Element.I32.range().contains(sums.union(Interval.of(sum.biases()[c])));
      if (!fits) {
        return Optional.empty();
      }
      long half = 1L << (rule.shift() - 1);
      long constant = (rule.zeroPoint() << rule.shift()) + half + (twice ? 1L << 30 : 0);
      channels.add(new Channel(multiplier, constant << up, rule.shift() + up));
    }
    return Optional.of(
        new RequantisedSums(channels, twice && !positive, sum.rules().get(0).limits()));
  }

  private static boolean isTwice(ScaleRule rule) {
    return rule.rounding() == Rounding.DOUBLE && rule.shift() > 31;
  }

  /**
   * Whether negative sums give the lower limit, with {@code 2^30} added as well as taken away: the
   * product is then at most {@code -2^30}.
   */
  private static boolean isPositive(ScaleRule rule) {
    return rule.limits().low() >= rule.zeroPoint() && rule.multiplier() >= 1L << 30;
  }

  /** The shift of the high word, where all channels have the same. */
  Optional<Integer> commonShift() {
    int first = channels.get(0).shift();
    return channels.stream().allMatch(c -> c.shift() == first)
        ? Optional.of(first - HIGH_WORD)
        : Optional.empty();
  }

  /** Whether channels differ in the shift. */
  boolean hasShifts() {
    return commonShift().isEmpty();
  }

  /** The numbers of some channels as words: multiplier, shift of the high word, constant. */
  void words(List<Long> words, int first, int size) {
    for (Channel channel : channels.subList(first, first + size)) {
      words.add(channel.multiplier());
      if (hasShifts()) {
        words.add(channel.highShift());
      }
      channel.constant(words);
    }
  }

  /** The numbers of a channel, the shift last. */
  void wordsShiftLast(List<Long> words, int index) {
    Channel channel = channels.get(index);
    words.add(channel.multiplier());
    channel.constant(words);
    if (hasShifts()) {
      words.add(channel.highShift());
    }
  }
}
