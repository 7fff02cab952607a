package dev.thimble.backend.cmsis;

import java.util.List;

/**
 * The lines that make a sum an output in r0, by {@link SplitScale}. r4 to r7 hold the channel's
 * numbers, lr its width where sums are clipped, or else its nudge; r1 and r2 are used.
 */
final class SplitOutput implements ChannelOutput {
  private static final int BYTE = 255;

  private final SplitScale scale;
  private final ThumbAssembly lines;
  private final int zero;
  private final int nudge;

  /**
   * Such lines.
   *
   * @param scale the numbers of each channel
   * @param lines where the lines go
   */
  SplitOutput(SplitScale scale, ThumbAssembly lines) {
    this.scale = scale;
    this.lines = lines;
    zero = lines.slot();
    nudge = lines.slot();
  }

  /** For sums that are clipped the lines are Thumb, else Thumb-2. */
  @Override
  public void result(String value) {
    if (scale.clipped()) {
      if (!value.equals("r0")) {
        lines.add("mov r0, " + value);
      }
      clip();
      if (scale.nudged()) {
        lines.get("r2", zero).add("subs r2, r0, r2").add("asrs r2, r2, #31");
      }
      lines.add("mov r1, r0").add("muls r0, r4, r0").add("muls r1, r5, r1");
      if (scale.bits() > 0) {
        lines.add("asrs r1, r1, #" + scale.bits());
      }
      lines.add("adds r0, r0, r1").add("adds r0, r0, r6");
      if (scale.nudged()) {
        lines.get("r1", nudge).add("ands r2, r1").add("subs r0, r0, r2");
      }
      lines.add("asrs r0, r0, r7");
    } else {
      lines.add("mul r1, %s, r5", value);
      lines.add("mla r0, %s, r4, r6", value);
      lines.add("add r0, r0, r1, asr #" + scale.bits());
      if (scale.nudged()) {
        lines.add("and r1, lr, %s, asr #31", value).add("sub r0, r0, r1");
      }
      lines.add("asr r0, r0, r7");
      saturate();
    }
    int low = Math.toIntExact(scale.limits().low());
    lines.advance("r0", low);
  }

  private int width() {
    return Math.toIntExact(scale.limits().high() - scale.limits().low());
  }

  /** Between 0 and the channel's width, in the same time for every number. */
  private void clip() {
    lines.add("mov r1, lr").clip("r0", "r1", "r2");
  }

  private void saturate() {
    lines.add("usat r0, #8, r0");
    if (width() < BYTE) {
      lines.add("cmp r0, #" + width()).add("it gt").add("movgt r0, #" + width());
    }
  }

  @Override
  public void load() {
    if (scale.clipped() && scale.nudged()) {
      lines.add("ldmia r2!, {r4, r5, r6}").put("r4", zero).put("r5", nudge).add("mov lr, r6");
    } else if (scale.clipped() || scale.nudged()) {
      lines.add("ldmia r2!, {r4}").add("mov lr, r4");
    }
    lines.add("ldmia r2!, {r4, r5, r6, r7}");
  }

  @Override
  public long from(int channel) {
    return scale.channels().get(channel).from();
  }

  @Override
  public void constants(List<Long> words, int channel) {
    SplitScale.Channel numbers = scale.channels().get(channel);
    if (scale.nudged()) {
      if (scale.clipped()) {
        words.add(-numbers.from());
      }
      words.add((long) numbers.nudge());
    }
    if (scale.clipped()) {
      words.add((long) numbers.width());
    }
    words.add((long) numbers.high());
    words.add((long) numbers.low());
    words.add((long) numbers.constant());
    words.add((long) numbers.shift());
  }
}
