package dev.thimble.backend.cmsis;

import dev.thimble.kernel.Element;
import java.util.List;

/**
 * The lines that make a sum an output in r0, by {@link SplitScale}. r4 to r7 hold the channel's
 * numbers, r1 and r2 are used.
 *
 * @param scale the numbers of each channel
 * @param element what outputs are
 * @param lines where the lines go
 */
record SplitOutput(SplitScale scale, Element element, ThumbAssembly lines) {
  private static final int BYTE = 255;

  /** The output for the sum in a register above r7, or in r0. */
  void result(String value) {
    if (lines instanceof Thumb1Assembly) {
      if (!value.equals("r0")) {
        lines.add("mov r0, " + value);
      }
      lines.add("mov r1, r0").add("muls r0, r4, r0").add("muls r1, r5, r1");
      if (scale.bits() > 0) {
        lines.add("asrs r1, r1, #" + scale.bits());
      }
      lines.add("adds r0, r0, r1").add("adds r0, r0, r6").add("asrs r0, r0, r7");
      limit();
    } else {
      lines.add("mul r1, %s, r5".formatted(value));
      lines.add("mla r0, %s, r4, r6".formatted(value));
      lines.add("add r0, r0, r1, asr #" + scale.bits()).add("asr r0, r0, r7");
      saturate();
    }
    int low = Math.toIntExact(scale.limits().low());
    lines.advance("r0", low);
  }

  private int width() {
    return Math.toIntExact(scale.limits().high() - scale.limits().low());
  }

  /** Takes as long for every number. */
  private void limit() {
    if (scale.underflows()) {
      lines.add("asrs r1, r0, #31").add("bics r0, r1");
    }
    if (scale.overflows()) {
      lines.add("movs r1, #" + width()).add("subs r1, r1, r0").add("asrs r2, r1, #31");
      lines.add("ands r1, r2").add("adds r0, r0, r1");
    }
  }

  private void saturate() {
    if (scale.underflows() || scale.overflows() && width() == BYTE) {
      lines.add("usat r0, #8, r0");
    }
    if (scale.overflows() && width() < BYTE) {
      lines.add("cmp r0, #" + width()).add("it gt").add("movgt r0, #" + width());
    }
  }

  /** The numbers of a channel, as the lines read them. */
  void constants(List<Long> words, int channel) {
    SplitScale.Channel numbers = scale.channels().get(channel);
    words.add((long) numbers.high());
    words.add((long) numbers.low());
    words.add((long) numbers.constant());
    words.add((long) numbers.shift());
  }
}
