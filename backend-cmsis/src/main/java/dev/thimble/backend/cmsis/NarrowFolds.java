package dev.thimble.backend.cmsis;

import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.sums.LinearForm;
import dev.thimble.kernel.sums.WindowFold;

/** What folds have in common without Thumb-2; all takes as long for every input. */
final class NarrowFolds {
  private static final int SIGN = 31;

  private final WindowFold fold;
  private final ThumbAssembly lines;

  NarrowFolds(WindowFold fold, ThumbAssembly lines) {
    this.fold = fold;
    this.lines = lines;
  }

  boolean isSigned() {
    return fold.input().element() != Element.U8;
  }

  boolean isLargest() {
    return fold.op() == Expr.Op.MAX;
  }

  /** Adds the difference to r7 where it goes the right way; r5 and r7 are used. */
  void extreme(String folded) {
    lines.add("subs r7, r7, " + folded).add("asrs r5, r7, #" + SIGN);
    lines.add((isLargest() ? "bics" : "ands") + " r7, r5");
    lines.add("adds %s, %s, r7", folded, folded);
  }

  /** Whether results have to be brought between limits. */
  boolean isLimited() {
    return fold.isExtreme() || fold.unit() > 1
        ? !fold.limits().equals(fold.output().element().range())
        : fold.forms().entrySet().stream().anyMatch(e -> leaves(e.getKey(), e.getValue()));
  }

  /** How far a result is shifted. */
  private int shift() {
    if (fold.isExtreme()) {
      return 0;
    }
    return fold.unit() > 1 ? Integer.numberOfTrailingZeros(fold.tapCount()) : fold.form().shift();
  }

  /** Makes of a sum of words what shifted is its mean, halves away from zero; r7 is used. */
  void mean(String sum) {
    lines.add("asrs r7, %s, #%d", sum, SIGN).add("adds %s, %s, r7", sum, sum);
    lines.advance(sum, fold.tapCount() / 2);
  }

  private boolean leaves(int count, LinearForm form) {
    Interval sums = fold.input().range().times(Interval.of(count));
    Interval scaled = sums.times(Interval.of(form.first())).plus(Interval.of(form.constant()));
    return !fold.limits()
        .contains(new Interval(scaled.low() >> form.shift(), scaled.high() >> form.shift()));
  }

  /** Stores a result, shifted and limited; r7 and another register are used. */
  void store(String register, int place, String free) {
    int shift = shift();
    if (isLimited()) {
      lines.saturate(register, register, shift, fold.limits(), free);
    } else if (shift > 0) {
      lines.add("asrs %s, %s, #%d", register, register, shift);
    }
    put(register, place);
  }

  /** Stores an element. */
  void put(String register, int place) {
    String name = fold.unit() == 1 ? "strb" : "strh";
    lines.add("%s %s, [r1, #%d]", name, register, fold.unit() * place);
  }
}
