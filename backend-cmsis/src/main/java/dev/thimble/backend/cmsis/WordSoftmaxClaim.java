package dev.thimble.backend.cmsis;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.sums.WordSoftmaxRows;
import java.util.List;
import java.util.Optional;

/**
 * Softmax over signed words: a power for each class by an interpolated table, added up, the sum's
 * reciprocal by another table, and a product for each class. All takes as long whatever the numbers
 * are.
 */
abstract class WordSoftmaxClaim {
  /** Bytes of a number. */
  static final int WORD = 2;

  static final int EXPONENTIALS = 0;
  static final int RECIPROCALS = 1;

  /** Distances lie so far below the table's last number at most. */
  static final int FARTHEST = 65_535;

  private static final int LEAST_SHIFT = 17;
  private static final int MOST_SHIFT = 46;

  final WordSoftmaxRows rows;
  final ThumbAssembly lines;

  WordSoftmaxClaim(WordSoftmaxRows rows, ThumbAssembly lines) {
    this.rows = rows;
    this.lines = lines;
  }

  /** The claim of a kernel that is softmax of words, in Thumb-2, perhaps with DSP instructions. */
  static Optional<Claim> of(Kernel kernel, boolean dsp) {
    return rows(kernel).flatMap(rows -> new Thumb2WordSoftmax(rows, dsp).claim());
  }

  /** The same in Thumb, whose loads of words with a sign are dear: no table may have negatives. */
  static Optional<Claim> ofThumb(Kernel kernel) {
    return rows(kernel)
        .filter(rows -> rows.exponentials().range().low() >= 0)
        .filter(rows -> rows.reciprocals().range().low() >= 0)
        .filter(rows -> rows.largestOutput() <= Short.MAX_VALUE + 1)
        .map(Thumb1WordSoftmax::new)
        .flatMap(WordSoftmaxClaim::claim);
  }

  private static Optional<WordSoftmaxRows> rows(Kernel kernel) {
    return WordSoftmaxRows.of(kernel)
        .filter(rows -> rows.shift() >= LEAST_SHIFT && rows.shift() <= MOST_SHIFT)
        .filter(rows -> rows.multiplier() < 1L << 31 && rows.most() < Integer.SIZE - 1);
  }

  final Optional<Claim> claim() {
    begin();
    lines.loop(rows.rows(), this::row);
    if (!lines.reaches()) {
      return Optional.empty();
    }
    SumFrame frame = new SumFrame(List.of(rows.input()), rows.output(), false);
    return Optional.of(
        frame.claimWithRoom(
            "two interpolated tables, a product for each class",
            List.of(rows.exponentials(), rows.reciprocals()),
            rows.powers(),
            lines));
  }

  private void row() {
    lines.comment("the largest");
    largest();
    lines.comment("powers and their sum");
    powers();
    lines.comment("the sum's reciprocal");
    reciprocal();
    lines.comment("outputs");
    outputs();
  }

  /** The last class first; the register is its index in bytes and more by one number. */
  final void classes(String index, Runnable each) {
    lines.number(index, WORD * rows.classes());
    lines.rounds(rows.classes(), each, () -> lines.add("subs %s, %s, #%d", index, index, WORD));
  }

  abstract void begin();

  abstract void largest();

  abstract void powers();

  abstract void reciprocal();

  abstract void outputs();
}
