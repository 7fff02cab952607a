package dev.thimble.backend.cmsis;

import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.sums.WindowFold;
import java.util.List;

/**
 * Folds in Thumb-2, four channels at a time: with DSP instructions four bytes in a register, else
 * one by one.
 *
 * <p>r4, r5, r6 and r8 hold what is folded so far, r9 and r11 the factor and the constant of sums.
 */
final class WidePool implements PoolCode {
  private static final int GROUP = 4;
  private static final List<String> FOLDS = List.of("r4", "r5", "r6", "r8");

  /** So many bytes can be added up in 16 bits. */
  static final int MOST_SUMMED = 255;

  private final WindowFold fold;
  private final PoolWalk walk;
  private final ThumbAssembly lines;
  private final boolean packed;

  WidePool(WindowFold fold, PoolWalk walk, ThumbAssembly lines, boolean dsp) {
    this.fold = fold;
    this.walk = walk;
    this.lines = lines;
    packed = dsp && (fold.isExtreme() || fold.tapCount() <= MOST_SUMMED);
  }

  @Override
  public int group() {
    return GROUP;
  }

  @Override
  public void prepare() {
    walk.form("r9", "r11");
  }

  private boolean isUnsigned() {
    return fold.input().element() == Element.U8;
  }

  @Override
  public void channels(int size) {
    if (!packed || size < GROUP) {
      single(size);
    } else if (fold.isExtreme()) {
      extremes();
    } else {
      sums();
    }
    lines.advance("r0", size);
  }

  private void single(int size) {
    FOLDS.subList(0, size).forEach(f -> lines.add("mov %s, #%d", f, fold.start()));
    walk.taps(
        (register, offset) -> {
          for (int i = 0; i < size; i++) {
            lines.loadByte("r7", register, offset + i, !isUnsigned());
            add(FOLDS.get(i));
          }
        });
    for (int i = 0; i < size; i++) {
      if (fold.isExtreme()) {
        extreme(FOLDS.get(i));
      } else {
        output(FOLDS.get(i));
      }
    }
  }

  private void add(String folded) {
    if (!fold.isExtreme()) {
      lines.add("add %s, %s, r7", folded, folded);
      return;
    }
    String than = fold.op() == Expr.Op.MAX ? "gt" : "lt";
    lines.add("cmp r7, " + folded).add("it " + than).add("mov%s %s, r7", than, folded);
  }

  private void extreme(String folded) {
    if (!fold.limits().equals(fold.output().element().range())) {
      lines.saturate(folded, folded, 0, fold.limits(), "r7");
    }
    lines.add("strb %s, [r1], #1", folded);
  }

  /** An output of a sum. */
  private void output(String sum) {
    lines.add("mla r7, %s, r9, r11", sum);
    lines.saturate("r7", "r7", fold.form().shift(), fold.limits(), "r12").add("strb r7, [r1], #1");
  }

  /** Two sums of 16 bits in a register. */
  private void sums() {
    String extend = isUnsigned() ? "uxtab16" : "sxtab16";
    lines.add("movs r4, #0").add("movs r5, #0");
    walk.taps(
        (register, offset) -> {
          lines.add("ldr r7, [%s, #%d]", register, offset);
          lines.add(extend + " r4, r4, r7").add(extend + " r5, r5, r7, ror #8");
        });
    for (int i = 0; i < GROUP; i++) {
      String pair = i % 2 == 0 ? "r4" : "r5";
      if (i < 2) {
        lines.add("%s r6, %s", isUnsigned() ? "uxth" : "sxth", pair);
      } else {
        lines.add("%s r6, %s, #16", isUnsigned() ? "lsr" : "asr", pair);
      }
      output("r6");
    }
  }

  private void extremes() {
    bytes("r4", fold.start());
    walk.taps(
        (register, offset) -> {
          lines.add("ldr r7, [%s, #%d]", register, offset);
          choose(fold.op() == Expr.Op.MAX);
        });
    Interval all = fold.output().element().range();
    if (fold.limits().low() > all.low()) {
      bytes("r7", fold.limits().low());
      choose(true);
    }
    if (fold.limits().high() < all.high()) {
      bytes("r7", fold.limits().high());
      choose(false);
    }
    lines.add("str r4, [r1], #4");
  }

  /** Four times the same byte. */
  private void bytes(String register, long value) {
    lines.add("mov %s, #0x%x".formatted(register, (value & 0xff) * 0x01010101L));
  }

  /** Of r4 and r7 the larger bytes, or the smaller. */
  private void choose(boolean larger) {
    lines.add((isUnsigned() ? "usub8" : "ssub8") + " r12, r7, r4");
    lines.add(larger ? "sel r4, r7, r4" : "sel r4, r4, r7");
  }
}
