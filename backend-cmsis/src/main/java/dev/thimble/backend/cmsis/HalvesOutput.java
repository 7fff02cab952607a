package dev.thimble.backend.cmsis;

import dev.thimble.kernel.sums.ProductSum;
import java.util.List;
import java.util.Optional;

/**
 * Outputs by {@link RequantisedSums} on cores whose products have 32 bits: sum and multiplier are
 * taken apart into halves. Of the product of 64 bits, its lowest 16 do not count: the constant has
 * zeros there.
 *
 * <p>r4 and r5 hold the halves of a channel's multiplier, r6 the upper half of the constant's lower
 * word; its upper word and the shift lie on the stack. r7 is used.
 */
final class HalvesOutput implements ChannelOutput {
  private static final int HALF_BITS = 16;
  private static final long HALF = (1 << HALF_BITS) - 1;

  private final RequantisedSums scales;
  private final ThumbAssembly lines;
  private final int high;
  private final int shift;

  private HalvesOutput(RequantisedSums scales, ThumbAssembly lines) {
    this.scales = scales;
    this.lines = lines;
    high = lines.slot();
    shift = lines.slot();
  }

  /** Such lines, if the numbers of a sum fit. */
  static Optional<ChannelOutput> of(ProductSum sum, ThumbAssembly lines) {
    return RequantisedSums.of(sum)
        .filter(scales -> scales.channels().stream().allMatch(HalvesOutput::fits))
        .map(scales -> new HalvesOutput(scales, lines));
  }

  private static boolean fits(RequantisedSums.Channel channel) {
    return channel.multiplier() >= 0 && (channel.constant() & HALF) == 0;
  }

  @Override
  public void load() {
    if (scales.hasShifts()) {
      lines.add("ldmia r2!, {r4, r5}").put("r4", high).put("r5", shift);
    } else {
      lines.add("ldmia r2!, {r4}").put("r4", high);
    }
    lines.add("ldmia r2!, {r4, r5, r6}");
  }

  /** Neither the terms of 2^16 nor those of 2^32 overflow on the way. */
  @Override
  public void result(String value) {
    if (!value.equals("r0")) {
      lines.add("mov r0, " + value);
    }
    lines.add("uxth r1, r0").add("mov r2, r1").add("muls r2, r4, r2").add("lsrs r2, r2, #16");
    lines.add("muls r1, r5, r1").add("adds r1, r1, r6");
    if (scales.twice()) {
      lines.add("asrs r7, r0, #31").add("lsls r7, r7, #15").add("adds r2, r2, r7");
    }
    lines.add("asrs r0, r0, #16");
    lines.add("mov r7, r0").add("muls r7, r4, r7").add("adds r2, r2, r7");
    lines.add("muls r0, r5, r0").add("uxth r7, r2").add("adds r1, r1, r7");
    lines.add("lsrs r1, r1, #16").add("adds r0, r0, r1");
    lines.add("asrs r2, r2, #16").add("adds r0, r0, r2");
    lines.get("r1", high).add("adds r0, r0, r1");
    if (scales.hasShifts()) {
      lines.get("r1", shift).add("asrs r0, r0, r1");
    }
    lines.saturate("r0", "r0", scales.commonShift().orElse(0), scales.limits(), "r1");
  }

  @Override
  public long from(int channel) {
    return 0;
  }

  @Override
  public void constants(List<Long> words, int channel) {
    RequantisedSums.Channel numbers = scales.channels().get(channel);
    words.add(numbers.constant() >> Integer.SIZE);
    if (scales.hasShifts()) {
      words.add((long) numbers.shift() - Integer.SIZE);
    }
    words.add(numbers.multiplier() & HALF);
    words.add(numbers.multiplier() >> HALF_BITS);
    words.add(numbers.constant() >>> HALF_BITS & HALF);
  }
}
