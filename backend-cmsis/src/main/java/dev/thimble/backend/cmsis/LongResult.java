package dev.thimble.backend.cmsis;

import java.util.List;

/**
 * Words, by {@link RequantisedSums} without a second rounding: r0 holds a channel's multiplier, r1
 * its shift where channels differ in it; r2 points to its constant.
 *
 * @param scales the numbers of each channel
 * @param lines where the lines go
 */
record LongResult(RequantisedSums scales, ThumbAssembly lines) implements TileResult {
  private static final int CONSTANT_BYTES = 8;

  @Override
  public int doubling() {
    return 1;
  }

  @Override
  public void load() {
    lines.add(scales.hasShifts() ? "ldmia r2!, {r0, r1}" : "ldr r0, [r2], #4");
  }

  @Override
  public void result(String value) {
    lines.add("ldrd r7, lr, [r2]").add("smlal r7, lr, %s, r0", value);
    if (scales.hasShifts()) {
      lines.add("asr lr, lr, r1");
    }
    lines.saturate("r7", "lr", scales.commonShift().orElse(0), scales.limits(), "lr");
  }

  @Override
  public void done() {
    lines.advance("r2", CONSTANT_BYTES);
  }

  @Override
  public void constants(List<Long> words, int first, int size) {
    scales.words(words, first, size);
  }
}
