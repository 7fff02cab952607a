package dev.thimble.backend.cmsis;

import java.util.List;

/**
 * Outputs by {@link RequantisedSums} in Thumb-2: r4 holds a channel's multiplier, r5 and r6 its
 * constant, r7 its shift where channels differ in it.
 *
 * @param scales the numbers of each channel
 * @param lines where the lines go
 */
record LongOutput(RequantisedSums scales, ThumbAssembly lines) implements ChannelOutput {
  @Override
  public void load() {
    lines.add("ldmia r2!, {r4, r5, r6%s}", scales.hasShifts() ? ", r7" : "");
  }

  @Override
  public void result(String value) {
    if (scales.twice()) {
      lines.add("and r2, %s, #0x80000000", value);
      lines.add("subs r0, r5, r2").add("sbc r1, r6, #0");
    } else {
      lines.add("mov r0, r5").add("mov r1, r6");
    }
    lines.add("smlal r0, r1, %s, r4", value);
    if (scales.hasShifts()) {
      lines.add("asr r1, r1, r7");
    }
    lines.saturate("r0", "r1", scales.commonShift().orElse(0), scales.limits(), "r2");
  }

  @Override
  public long from(int channel) {
    return 0;
  }

  @Override
  public void constants(List<Long> words, int channel) {
    scales.wordsShiftLast(words, channel);
  }
}
