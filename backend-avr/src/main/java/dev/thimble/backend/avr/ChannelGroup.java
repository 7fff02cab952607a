package dev.thimble.backend.avr;

import dev.thimble.kernel.Interval;
import dev.thimble.kernel.sums.ProductSum;
import dev.thimble.kernel.sums.ScaleRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Channels whose sums become outputs by the same code.
 *
 * @param channels their numbers
 * @param scales of each, in one form
 */
record ChannelGroup(List<Integer> channels, List<ByteScale> scales) {
  /** How many of so many channels a group may leave to another one: a half, or an eighth. */
  private static final int[] LEFT = {2, 8};

  /** All channels in one group; and, if that is another way, in two. */
  static List<List<ChannelGroup>> all(ProductSum sum) {
    List<ScaleFinder> finders =
        IntStream.range(0, sum.weights().length).mapToObj(c -> SumCode.finder(sum, c)).toList();
    List<Integer> channels = IntStream.range(0, finders.size()).boxed().toList();
    List<ScaleForm> forms = forms(sum, channels);
    List<List<ChannelGroup>> ways = new ArrayList<>();
    common(sum, finders, channels).ifPresent(group -> ways.add(List.of(group)));
    IntStream.of(LEFT)
        .map(part -> channels.size() / part)
        .filter(left -> left > 0)
        .mapToObj(left -> most(finders, forms, left))
        .flatMap(Optional::stream)
        .filter(group -> group.channels.size() < channels.size())
        .distinct()
        .forEach(group -> split(sum, finders, group).ifPresent(ways::add));
    return ways;
  }

  /** The group, and what is left of the channels. */
  private static Optional<List<ChannelGroup>> split(
      ProductSum sum, List<ScaleFinder> finders, ChannelGroup group) {
    List<Integer> rest = new ArrayList<>();
    for (int channel = 0; channel < finders.size(); channel++) {
      if (!group.channels.contains(channel)) {
        rest.add(channel);
      }
    }
    return common(sum, finders, rest).map(other -> List.of(group, other));
  }

  private static List<ScaleForm> forms(ProductSum sum, List<Integer> channels) {
    return ScaleForm.kept(
        channels.stream()
            .map(sum.rules()::get)
            .map(ScaleRule::ratio)
            .max(Comparator.naturalOrder())
            .orElseThrow());
  }

  /** Some channels in the cheapest form that suits all of them. */
  private static Optional<ChannelGroup> common(
      ProductSum sum, List<ScaleFinder> finders, List<Integer> channels) {
    List<ScaleFinder> some = channels.stream().map(finders::get).toList();
    return SumCode.suiting(some, forms(sum, channels)).map(s -> new ChannelGroup(channels, s));
  }

  /** The channels that the cheapest form suits that suits all but so many. */
  private static Optional<ChannelGroup> most(
      List<ScaleFinder> finders, List<ScaleForm> forms, int left) {
    for (ScaleForm form : forms) {
      List<Integer> channels = new ArrayList<>();
      List<ByteScale> scales = new ArrayList<>();
      for (int c = 0; c < finders.size() && c - channels.size() <= left; c++) {
        int channel = c;
        finders
            .get(c)
            .find(form)
            .ifPresent(
                scale -> {
                  channels.add(channel);
                  scales.add(scale);
                });
      }
      if (finders.size() - channels.size() <= left) {
        return Optional.of(new ChannelGroup(channels, scales));
      }
    }
    return Optional.empty();
  }

  /** Numbers of the form, with the range of all sums: what the code of all channels must do. */
  ByteScale any() {
    Interval sums = scales.stream().map(ByteScale::sums).reduce(Interval::union).orElseThrow();
    ByteScale one = scales.get(0);
    return new ByteScale(
        one.form(), one.start(), sums, one.multiplier(), one.constant(), one.more(), one.turn());
  }
}
