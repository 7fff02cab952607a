package dev.thimble.backend.cmsis;

import dev.thimble.kernel.Element;
import dev.thimble.kernel.Interval;
import java.util.List;

/**
 * The lines that make a sum an output in r7, by the forms of {@link TileScale}.
 *
 * @param scale the numbers of each channel
 * @param element what outputs are
 * @param lines where the lines go
 */
record TileOutput(TileScale scale, Element element, ThumbAssembly lines) {
  /**
   * The output for a sum, in r7.
   *
   * @param value register of the sum, doubled already where the scale wants it
   * @param multiplier register of the channel's multiplier
   * @param constant register of its constant
   * @param shift register of its shift, where channels differ in it
   */
  void result(String value, String multiplier, String constant, String shift) {
    if (!scale.high()) {
      lines.add("mla r7, %s, %s, %s", value, multiplier, constant);
    } else if (scale.nudged()) {
      lines.add("add r7, %s, %s, asr #31", constant, value);
      lines.add("smmlar r7, %s, %s, r7", value, multiplier);
    } else {
      lines.add("smmlar r7, %s, %s, %s", value, multiplier, constant);
    }
    limit(shift);
  }

  private void limit(String shift) {
    boolean common = scale.commonShift().isPresent();
    if (!common) {
      lines.add("asr r7, r7, " + shift);
    }
    boolean unsigned = element == Element.U8;
    String last = common ? ", asr #" + scale.commonShift().orElseThrow() : "";
    lines.add("%ssat r7, #8, r7%s", unsigned ? "u" : "s", last);
    Interval limits = scale.limits();
    Interval all = element.range();
    if (limits.low() > all.low()) {
      lines.add("cmp r7, #" + limits.low()).add("it lt").add("movlt r7, #" + limits.low());
    }
    if (limits.high() < all.high()) {
      lines.add("cmp r7, #" + limits.high()).add("it gt").add("movgt r7, #" + limits.high());
    }
  }

  /** Whether a channel has a shift of its own, behind multiplier and constant. */
  boolean ownShifts() {
    return scale.commonShift().isEmpty();
  }

  /** The numbers of some channels, as the lines read them. */
  void constants(List<Long> words, int first, int size) {
    for (TileScale.Channel channel : scale.channels().subList(first, first + size)) {
      words.add(channel.multiplier());
      words.add(channel.constant());
      if (ownShifts()) {
        words.add((long) channel.shift());
      }
    }
  }
}
