package dev.thimble.backend.cmsis;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.sums.SoftmaxRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Softmax over signed bytes: one table of {@code numerator + 256} for each distance from the row's
 * largest value, filled up to a power of two, and for each class a division ({@link Quotient}). All
 * takes as long whatever the numbers are.
 *
 * <p>r0 and r1 point to the byte before a row's input and output, r2 counts classes down and is
 * their index, r3 is the largest; r8 is the table, r9 the sum less 256, r10 twice the sum; r12
 * keeps a class's distance where there are {@link SoftmaxCorrections}.
 */
final class SoftmaxClaim {
  private static final int DISTANCES = 256;
  private static final int TABLE = 0;
  private static final int CORRECTIONS = 1;

  private final SoftmaxRows rows;
  private final long[] table;
  private final ThumbAssembly lines;
  private final boolean narrow;
  private final Quotient quotient;
  private final SoftmaxCorrections corrections;

  private SoftmaxClaim(SoftmaxRows rows, long[] table, ThumbAssembly lines, Quotient quotient) {
    this.rows = rows;
    this.table = table;
    this.lines = lines;
    this.quotient = quotient;
    narrow = !lines.loadsSigned();
    corrections = new SoftmaxCorrections(rows, lines);
  }

  /**
   * The claim of a kernel that is softmax, if its numbers fit.
   *
   * @param narrow whether the core has Thumb without Thumb-2
   */
  static Optional<Claim> of(Kernel kernel, boolean narrow) {
    return SoftmaxRows.of(kernel)
        .filter(SoftmaxRows::isPlain)
        .flatMap(rows -> of(rows, narrow))
        .filter(claim -> claim.lines.reaches())
        .map(claim -> claim.claim(kernel.name()));
  }

  private static Optional<SoftmaxClaim> of(SoftmaxRows rows, boolean narrow) {
    ThumbAssembly lines =
        narrow ? new Thumb1Assembly(rows.corrections().isEmpty() ? 1 : 2) : new ThumbAssembly();
    return rows.merged()
        .flatMap(
            table ->
                Quotient.of(rows, table, lines, narrow)
                    .map(quotient -> new SoftmaxClaim(rows, table, lines, quotient)));
  }

  private Claim claim(String name) {
    lines.address("r4", TABLE).add("mov r8, r4");
    lines.add("subs r0, r0, #1").add("subs r1, r1, #1");
    lines.loop(rows.rows(), this::row);
    List<Buffer> constants = new ArrayList<>(List.of(table(name + "_table")));
    if (!corrections.isEmpty()) {
      constants.add(corrections.table(name + "_corrections"));
    }
    return new SumFrame(List.of(rows.input()), rows.output(), false)
        .claim("a table, and a division for each class", constants, List.of(), lines);
  }

  private void row() {
    lines.comment("the largest").add("movs r3, #127").add("mvns r3, r3");
    classes(this::larger);
    lines.comment("the sum of all numerators / 512, rounded").add("movs r5, #0");
    classes(
        () -> {
          entry(false);
          lines.add("lsrs r4, r4, #" + SoftmaxRows.PLACES).add("adds r5, r5, r4");
        });
    corrections.find(CORRECTIONS);
    lines.comment("(numerator + sum) / (2 * sum)");
    lines.add("adds r4, r5, r5").add("mov r10, r4");
    quotient.prepare();
    lines.add("movs r4, #255").add("adds r4, r4, #1");
    lines.add("subs r5, r5, r4").add("mov r9, r5");
    classes(this::score);
    lines.advance("r0", rows.classes()).advance("r1", rows.classes());
  }

  /** The last one first. */
  private void classes(Runnable each) {
    lines.number("r2", rows.classes()).counted(rows.classes(), "r2", each);
  }

  private void larger() {
    lines.add("ldrsb r4, [r0, r2]");
    if (narrow) {
      lines.add("subs r5, r3, r4").add("asrs r6, r5, #31").add("ands r5, r6");
      lines.add("subs r3, r3, r5");
    } else {
      lines.add("cmp r3, r4").add("it lt").add("movlt r3, r4");
    }
  }

  /** The numerator of a class, and 256, in r4. */
  private void entry(boolean kept) {
    lines.add("ldrsb r4, [r0, r2]").add("subs r4, r3, r4");
    if (kept) {
      lines.add("mov r12, r4");
    }
    int bits = Integer.numberOfTrailingZeros(length());
    if (length() < DISTANCES && narrow) {
      lines.add("movs r6, #" + (length() - 1)).add("subs r6, r6, r4");
      lines.add("asrs r7, r6, #31").add("ands r6, r7").add("adds r4, r4, r6");
    } else if (length() < DISTANCES) {
      lines.add("usat r4, #%d, r4", bits);
    }
    if (narrow) {
      lines.add("lsls r4, r4, #2").add("add r4, r8").add("ldr r4, [r4, #0]");
    } else {
      lines.add("ldr r4, [r8, r4, lsl #2]");
    }
  }

  private void score() {
    entry(!corrections.isEmpty());
    lines.add("add r4, r9");
    quotient.divide();
    corrections.add();
    if (narrow) {
      lines.add("lsrs r4, r5, #8").add("subs r5, r5, r4");
    } else {
      lines.saturate("r5", "r5", 0, new Interval(0, 255), "r7");
    }
    lines.add("subs r5, r5, #128").add("strb r5, [r1, r2]");
  }

  /** Entries of the table: what is behind its end gives 0 as its last one does. */
  private int length() {
    return Math.max(2, Integer.highestOneBit(2 * table.length - 1));
  }

  private Buffer table(String name) {
    List<Long> words = new ArrayList<>();
    for (int d = 0; d < length(); d++) {
      words.add(table[Math.min(d, table.length - 1)] + SoftmaxRows.HALF);
    }
    return SumCode.words(name, words);
  }
}
