package dev.thimble.backend.cmsis;

import dev.thimble.kernel.sums.WordSoftmaxRows;

/**
 * Softmax of words in Thumb, where products have 32 bits: a distance has 16, its multiplier two
 * halves. Of what is added to their product the lowest 16 bits are zeros.
 *
 * <p>r0 points to the number before a row's input, later its output, r1 to the one before its
 * powers, r2 counts bytes, r3 is the largest and later a shift; r8 and r10 are halves of the
 * multiplier, r9 is 65535, r11 is what is added to products, r12 the sum.
 */
final class Thumb1WordSoftmax extends WordSoftmaxClaim {
  private static final int HALF_BITS = 16;
  private static final int HALF = (1 << HALF_BITS) - 1;
  private static final int STEP_BITS = WordSoftmaxRows.STEP_BITS;

  private final int input;
  private final int output;

  Thumb1WordSoftmax(WordSoftmaxRows rows) {
    super(rows, new Thumb1Assembly(2));
    input = lines.slot();
    output = lines.slot();
  }

  @Override
  void begin() {
    for (String pointer : new String[] {"r0", "r1", "r2"}) {
      lines.add("subs %s, %s, #%d", pointer, pointer, WORD);
    }
    lines.put("r0", input).put("r1", output).add("mov r1, r2");
    lines.number("r3", (int) rows.multiplier() & HALF).add("mov r8, r3");
    lines.number("r3", (int) (rows.multiplier() >> HALF_BITS)).add("mov r10, r3");
    lines.number("r3", FARTHEST).add("mov r9, r3");
    long addend = rows.rounding() >> HALF_BITS;
    int zeros = Long.numberOfTrailingZeros(addend);
    lines.number("r3", (int) (addend >> zeros));
    if (zeros > 0) {
      lines.add("lsls r3, r3, #" + zeros);
    }
    lines.add("mov r11, r3");
  }

  @Override
  void largest() {
    if (rows.rows() > 1) {
      lines.get("r0", input);
    }
    lines.add("movs r3, #1").add("lsls r3, r3, #15").add("sxth r3, r3");
    classes(
        "r2",
        () -> {
          lines.add("ldrsh r4, [r0, r2]").add("subs r5, r3, r4").add("asrs r6, r5, #31");
          lines.add("ands r5, r6").add("subs r3, r3, r5");
        });
  }

  @Override
  void powers() {
    lines.add("movs r4, #0").add("mov r12, r4");
    classes(
        "r2",
        () -> {
          lines.add("ldrsh r4, [r0, r2]").add("subs r4, r3, r4");
          lines.add("mov r5, r8").add("muls r5, r4, r5").add("mov r6, r9");
          lines.add("adds r5, r5, r6").add("lsrs r5, r5, #" + HALF_BITS);
          lines.add("mov r7, r10").add("muls r4, r7, r4").add("adds r5, r4, r5");
          lines.add("mov r4, r11").add("subs r4, r4, r5");
          lines.add("asrs r4, r4, #" + (rows.shift() - HALF_BITS)).add("adds r4, r4, r6");
          lines.add("asrs r5, r4, #31").add("bics r4, r5");
          interpolate(EXPONENTIALS);
          lines.add("strh r6, [r1, r2]").add("add r12, r6");
        });
  }

  /** A table at r4, in r6; r5 and r7 are used. */
  private void interpolate(int table) {
    lines.add("lsls r5, r4, #" + (Integer.SIZE - STEP_BITS));
    lines.add("lsrs r5, r5, #" + (Integer.SIZE - STEP_BITS));
    lines.add("lsrs r4, r4, #" + STEP_BITS).add("lsls r4, r4, #1");
    lines.address("r7", table).add("adds r4, r4, r7");
    lines.add("ldrh r6, [r4, #0]").add("ldrh r7, [r4, #2]").add("subs r7, r7, r6");
    lines.add("muls r7, r5, r7").add("adds r7, r7, #" + (1 << (STEP_BITS - 1)));
    lines.add("asrs r7, r7, #" + STEP_BITS).add("adds r6, r6, r7");
  }

  @Override
  void reciprocal() {
    lines.add("mov r4, r12").number("r3", rows.fewest());
    for (int bits = rows.fewest(); bits < rows.most(); bits++) {
      // One more where anything is left.
      lines.add("lsrs r6, r4, #" + bits).add("subs r7, r6, #1").add("sbcs r6, r6, r7");
      lines.add("adds r3, r3, r6");
    }
    int cut = Integer.SIZE - 1 - WordSoftmaxRows.MANTISSA_BITS;
    lines.add("movs r6, #31").add("subs r6, r6, r3").add("lsls r4, r4, r6");
    lines.add("movs r7, #1").add("lsls r7, r7, #30").add("subs r4, r4, r7");
    lines.add("movs r7, #1").add("lsls r7, r7, #" + (cut - 1)).add("adds r4, r4, r7");
    lines.add("lsrs r4, r4, #" + cut);
    // At most 2^16, which is one too many.
    lines.add("lsrs r7, r4, #" + HALF_BITS).add("subs r4, r4, r7").add("subs r3, r3, #1");
    interpolate(RECIPROCALS);
    lines.add("mov r5, r6").add("movs r6, #1").add("lsls r6, r6, r3").add("lsrs r6, r6, #1");
  }

  @Override
  void outputs() {
    lines.get("r0", output);
    classes(
        "r2",
        () -> {
          lines.add("ldrh r4, [r1, r2]").add("muls r4, r5, r4").add("adds r4, r4, r6");
          lines.add("asrs r4, r4, r3");
          // At most 2^15.
          lines.add("lsrs r7, r4, #15").add("subs r4, r4, r7").add("strh r4, [r0, r2]");
        });
    if (rows.rows() > 1) {
      for (int pointer : new int[] {input, output}) {
        lines.get("r4", pointer).advance("r4", WORD * rows.classes()).put("r4", pointer);
      }
    }
  }
}
