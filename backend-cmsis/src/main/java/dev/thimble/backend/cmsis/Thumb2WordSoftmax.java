package dev.thimble.backend.cmsis;

import dev.thimble.kernel.sums.WordSoftmaxRows;

/**
 * Softmax of words in Thumb-2.
 *
 * <p>r0, r1 and r2 point to the number before a row's input, output and powers, r3 counts bytes; r9
 * is the multiplier of distances, r10 the upper word of what is added to their products, r11 the
 * table, lr and r7 numbers to interpolate with, r8 the largest and later a shift, r12 the sum.
 */
final class Thumb2WordSoftmax extends WordSoftmaxClaim {
  private static final int STEP = 1 << WordSoftmaxRows.STEP_BITS;

  /** Distances that much larger: then products are shifted by a word at least. */
  private final int larger;

  private final int shift;
  private final long addend;

  /** Both entries of a table at once, weighted by one instruction. */
  private final boolean pairs;

  Thumb2WordSoftmax(WordSoftmaxRows rows, boolean dsp) {
    super(rows, new ThumbAssembly());
    larger = Math.max(0, Integer.SIZE - rows.shift());
    shift = rows.shift() + larger - Integer.SIZE;
    addend = (rows.rounding() << larger) + ((long) FARTHEST << (Integer.SIZE + shift));
    pairs = dsp && (int) addend == Integer.MIN_VALUE;
  }

  @Override
  void begin() {
    for (String pointer : new String[] {"r0", "r1", "r2"}) {
      lines.add("subs %s, %s, #%d", pointer, pointer, WORD);
    }
    lines.number("r9", (int) rows.multiplier());
    lines.number("r10", (int) (addend >> Integer.SIZE));
  }

  @Override
  void largest() {
    lines.number("r4", 1 << 15).add("sxth r4, r4");
    classes(
        "r3",
        () -> {
          lines.add("ldrsh r5, [r0, r3]").add("cmp r4, r5");
          lines.add("it lt").add("movlt r4, r5");
        });
    lines.add(larger > 0 ? "lsl r8, r4, #" + larger : "mov r8, r4");
  }

  @Override
  void powers() {
    lines.number("lr", STEP).add("movs r7, #" + STEP / 2);
    lines.address("r11", EXPONENTIALS).add("mov r12, #0");
    classes(
        "r3",
        () -> {
          lines.add("ldrsh r4, [r0, r3]");
          lines.add(larger > 0 ? "rsb r4, r8, r4, lsl #" + larger : "sub r4, r4, r8");
          scaled();
          lines.add("usat r4, #16, r5" + (shift > 0 ? ", asr #" + shift : ""));
          interpolate();
          lines.add("strh r4, [r2, r3]").add("add r12, r12, r4");
        });
  }

  /** The product of a distance and what is added, without its lower word. */
  private void scaled() {
    if (pairs) {
      lines.add("smmlar r5, r4, r9, r10");
      return;
    }
    lines.add("mov r6, #0x%x".formatted((int) addend)).add("mov r5, r10");
    lines.add("smlal r6, r5, r4, r9");
  }

  /** The table at r4, in r4; r5 and r6 are used. */
  private void interpolate() {
    lines.add("and r5, r4, #" + (STEP - 1)).add("lsrs r4, r4, #" + WordSoftmaxRows.STEP_BITS);
    if (pairs) {
      // Both weights from one: r10 is 2^16 - 1 where there are pairs.
      lines.add("ldr r6, [r11, r4, lsl #1]").add("mla r5, r5, r10, lr");
      lines.add("smlad r4, r6, r5, r7").add("asrs r4, r4, #" + WordSoftmaxRows.STEP_BITS);
      return;
    }
    lines.add("add r4, r11, r4, lsl #1").add("ldrsh r6, [r4, #0]").add("ldrsh r4, [r4, #2]");
    lines.add("subs r4, r4, r6").add("mla r4, r4, r5, r7");
    lines.add("add r4, r6, r4, asr #" + WordSoftmaxRows.STEP_BITS);
  }

  @Override
  void reciprocal() {
    int cut = Integer.SIZE - 1 - WordSoftmaxRows.MANTISSA_BITS;
    lines.address("r11", RECIPROCALS);
    lines.add("clz r8, r12").add("sub r8, r8, #1").add("lsl r4, r12, r8");
    lines.add("bic r4, r4, #0x40000000").add("add r4, r4, #" + (1 << (cut - 1)));
    lines.add("usat r4, #16, r4, asr #" + cut).add("rsb r8, r8, #30");
    interpolate();
    lines.add("movs r5, #1").add("lsl r5, r5, r8").add("lsr lr, r5, #1");
  }

  @Override
  void outputs() {
    classes(
        "r3",
        () -> {
          lines.add("ldrsh r5, [r2, r3]").add("mla r5, r5, r4, lr").add("asr r5, r5, r8");
          lines.add("usat r5, #15, r5").add("strh r5, [r1, r3]");
        });
    if (rows.rows() > 1) {
      lines.advance("r0", WORD * rows.classes()).advance("r1", WORD * rows.classes());
    }
  }
}
