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
 * Requantisation without 64-bit numbers, exactly the rule. Two forms:
 *
 * <ul>
 *   <li>double rounding: of the doubled sum the rounded high word of its product, added to {@code
 *       constant}, less one where the sum is negative (the closed form of {@code
 *       RoundingDivideByPOT}; of no consequence where negative sums give the lower limit), shifted;
 *   <li>single rounding in 32 bits: {@code (sum * multiplier + constant) >> shift}.
 * </ul>
 *
 * @param channels multiplier, constant and shift of each channel
 * @param high whether it is the first form
 * @param nudged whether one is taken away from negative sums
 * @param limits results are brought between these
 */
record TileScale(List<Channel> channels, boolean high, boolean nudged, Interval limits) {
  /** The most that {@code ssat} shifts. */
  private static final int MOST_SHIFT = 31;

  private static final int HIGH = 31;

  /** Numbers of a channel. */
  record Channel(long multiplier, long constant, int shift) {}

  /** The requantisation of a sum, if its numbers fit one of the forms. */
  static Optional<TileScale> of(ProductSum sum) {
    boolean high = sum.rules().get(0).rounding() == Rounding.DOUBLE;
    List<Channel> channels = new ArrayList<>();
    boolean nudged = false;
    for (int c = 0; c < sum.rules().size(); c++) {
      ScaleRule rule = sum.rules().get(c);
      Interval sums = sum.sums(c).plus(Interval.of(sum.biases()[c]));
      sums = sums.union(Interval.of(sum.biases()[c]));
      Optional<Channel> channel = high ? high(rule, sums) : low(rule, sums);
      if (channel.isEmpty()) {
        return Optional.empty();
      }
      channels.add(channel.get());
      nudged |= high && rule.limits().low() < rule.zeroPoint();
    }
    return Optional.of(new TileScale(channels, high, nudged, sum.rules().get(0).limits()));
  }

  private static Optional<Channel> high(ScaleRule rule, Interval sums) {
    int shift = rule.shift() - HIGH;
    if (rule.rounding() != Rounding.DOUBLE || shift < 1 || shift > MOST_SHIFT) {
      return Optional.empty();
    }
    long constant = (rule.zeroPoint() << shift) + (1L << (shift - 1));
    Interval product = sums.plus(Interval.of(constant - 1)).union(sums.plus(Interval.of(constant)));
    boolean fits =
        Element.I32.range().contains(rule.multiplier())
            && Element.I32.range().contains(sums.times(Interval.of(2)))
            && Element.I32.range().contains(constant)
            && Element.I32.range().contains(product);
    return fits ? Optional.of(new Channel(rule.multiplier(), constant, shift)) : Optional.empty();
  }

  private static Optional<Channel> low(ScaleRule rule, Interval sums) {
    int shift = rule.shift();
    if (rule.rounding() != Rounding.SINGLE || shift < 1 || shift > MOST_SHIFT) {
      return Optional.empty();
    }
    long constant = (rule.zeroPoint() << shift) + (1L << (shift - 1));
    Interval product = sums.times(Interval.of(rule.multiplier()));
    boolean fits =
        Element.I32.range().contains(rule.multiplier())
            && Element.I32.range().contains(sums)
            && Element.I32.range().contains(constant)
            && Element.I32.range().contains(product)
            && Element.I32.range().contains(product.plus(Interval.of(constant)));
    return fits ? Optional.of(new Channel(rule.multiplier(), constant, shift)) : Optional.empty();
  }

  /** What sums, biases and so inputs are multiplied by beforehand. */
  int doubling() {
    return high ? 2 : 1;
  }

  /** The shift, where all channels have the same. */
  Optional<Integer> commonShift() {
    int first = channels.get(0).shift();
    return channels.stream().allMatch(c -> c.shift() == first)
        ? Optional.of(first)
        : Optional.empty();
  }
}
