package dev.thimble.backend.cmsis;

import dev.thimble.kernel.sums.SoftmaxRows;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Quotients of a row of softmax: r4 divided by r10 gives r5; r6 and r7 are used.
 *
 * <p>Cores without a division take a reciprocal of {@link #places} bits, once for a row, in r11.
 * Its product with what is divided, less the lowest {@link #cut} bits, is at most one too small:
 * either part that is missing is less than a half.
 */
final class Quotient {
  private static final int MOST_PLACES = 31;
  private static final int MOST_QUOTIENT = 256;

  private final ThumbAssembly lines;
  private final boolean narrow;
  private final int places;
  private final int cut;
  private final int bits;

  private Quotient(ThumbAssembly lines, boolean narrow, int places, int cut, int bits) {
    this.lines = lines;
    this.narrow = narrow;
    this.places = places;
    this.cut = cut;
    this.bits = bits;
  }

  /**
   * Such lines, if all numbers fit.
   *
   * @param table the numerators of all distances
   * @param narrow whether the core has Thumb without Thumb-2
   */
  static Optional<Quotient> of(
      SoftmaxRows rows, long[] table, ThumbAssembly lines, boolean narrow) {
    long least = rows.addend(0);
    long largest = LongStream.of(table).max().orElse(0);
    long most = largest + rows.mostSum();
    int places = Long.SIZE - Long.numberOfLeadingZeros(2 * most - 1);
    int cut = Long.SIZE - 1 - Long.numberOfLeadingZeros(least);
    int bits = places - cut;
    boolean fits =
        places <= MOST_PLACES
            && cut > 0
            && (largest + least) / (2 * least) <= MOST_QUOTIENT
            && (most >> cut) * ((1L << places) / (2 * least)) < 1L << Integer.SIZE;
    return narrow && !fits
        ? Optional.empty()
        : Optional.of(new Quotient(lines, narrow, places, cut, bits));
  }

  /** The reciprocal of what is in r4: a bit of it in each step. r2, r6 and r7 are used. */
  void prepare() {
    if (!narrow) {
      return;
    }
    lines.add("mov r12, r5");
    lines.add("movs r5, #1").add("lsls r5, r5, #" + places).add("movs r6, #0");
    for (int bit = bits; bit > 0; bit--) {
      lines.add("lsrs r7, r5, #" + bit).add("cmp r7, r4").add("sbcs r7, r7, r7");
      lines.add("adcs r6, r6, r6");
      lines.add("lsls r2, r4, #" + bit).add("bics r2, r7").add("subs r5, r5, r2");
    }
    lines.add("cmp r5, r4").add("adcs r6, r6, r6").add("mov r11, r6").add("mov r5, r12");
  }

  void divide() {
    if (!narrow) {
      lines.add("udiv r5, r4, r10");
      return;
    }
    lines.add("lsrs r5, r4, #" + cut).add("mov r6, r11").add("muls r5, r6, r5");
    lines.add("lsrs r5, r5, #" + (places - cut));
    lines.add("mov r7, r10").add("mov r6, r7").add("muls r6, r5, r6").add("subs r4, r4, r6");
    // Minus one where less than a divisor is left.
    lines.add("subs r4, r4, r7").add("sbcs r4, r4, r4");
    lines.add("adds r5, r5, r4").add("adds r5, r5, #1");
  }
}
