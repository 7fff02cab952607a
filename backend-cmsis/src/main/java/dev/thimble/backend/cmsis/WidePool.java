package dev.thimble.backend.cmsis;

import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.sums.WindowFold;
import java.util.List;

/**
 * Folds in Thumb-2, four channels at a time: with DSP instructions four bytes or two words in a
 * register, else one by one.
 *
 * <p>r4, r5, r6 and r8 hold what is folded so far, r9 and r11 the factor and the constant of sums
 * of bytes, or the divisor of words and twice its half.
 */
final class WidePool implements PoolCode {
  private static final int GROUP = 4;
  private static final List<String> FOLDS = List.of("r4", "r5", "r6", "r8");

  private static final int WORD = 4;

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
    packed = dsp && (fold.isExtreme() || fold.unit() > 1 || fold.tapCount() <= MOST_SUMMED);
  }

  @Override
  public int group() {
    return GROUP;
  }

  @Override
  public void prepare() {
    if (fold.mean()) {
      walk.divisor("r9", "r11");
    } else {
      walk.form("r9", "r11");
    }
  }

  private boolean isOfWords() {
    return fold.unit() > 1;
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
    } else if (isOfWords()) {
      wordSums();
    } else {
      sums();
    }
    lines.advance("r0", size * fold.unit());
  }

  private void single(int size) {
    FOLDS.subList(0, size).forEach(this::start);
    walk.taps(
        (register, offset) -> {
          for (int i = 0; i < size; i++) {
            if (isOfWords()) {
              lines.loadWord("r7", register, offset + fold.unit() * i);
            } else {
              lines.loadByte("r7", register, offset + i, !isUnsigned());
            }
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

  private void start(String folded) {
    if (isOfWords()) {
      lines.number(folded, (int) fold.start());
    } else {
      lines.add("mov %s, #%d", folded, fold.start());
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
    store(folded);
  }

  private void store(String result) {
    lines.add(isOfWords() ? "strh " + result + ", [r1], #2" : "strb " + result + ", [r1], #1");
  }

  /** An output of a sum. */
  private void output(String sum) {
    if (isOfWords()) {
      mean(sum);
    } else {
      lines.add("mla r7, %s, r9, r11", sum);
      lines.saturate("r7", "r7", fold.form().shift(), fold.limits(), "r12");
    }
    store("r7");
  }

  /** A sum of words by the number of its inputs, halves away from zero. */
  private void mean(String sum) {
    if (fold.isShifted()) {
      // Rounded down; that is towards zero where one less has been added to what is negative.
      lines.add("add r7, %s, %s, asr #31", sum, sum);
      lines.add("addw r7, r7, #" + fold.tapCount() / 2);
      int shift = Integer.numberOfTrailingZeros(fold.tapCount());
      lines.saturate("r7", "r7", shift, fold.limits(), "r12");
      return;
    }
    lines.add("and r12, r11, %s, asr #31", sum).add("sub r7, %s, r12", sum);
    lines.add("add r7, r7, r11, lsr #1").add("sdiv r7, r7, r9");
    if (!fold.limits().equals(fold.output().element().range())) {
      lines.saturate("r7", "r7", 0, fold.limits(), "r12");
    }
  }

  private void wordSums() {
    FOLDS.forEach(f -> lines.add("mov %s, #0", f));
    walk.taps(
        (register, offset) -> {
          for (int i = 0; i < GROUP; i += 2) {
            lines.add("ldr r7, [%s, #%d]", register, offset + fold.unit() * i);
            lines.add("sxtah %s, %s, r7", FOLDS.get(i), FOLDS.get(i));
            String upper = FOLDS.get(i + 1);
            lines.add("add %s, %s, r7, asr #16", upper, upper);
          }
        });
    FOLDS.forEach(this::output);
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
    List<String> registers = FOLDS.subList(0, fold.unit());
    registers.forEach(folded -> repeated(folded, fold.start()));
    walk.taps(
        (register, offset) -> {
          for (int i = 0; i < registers.size(); i++) {
            lines.add("ldr r7, [%s, #%d]", register, offset + WORD * i);
            choose(registers.get(i), fold.op() == Expr.Op.MAX);
          }
        });
    Interval all = fold.output().element().range();
    if (fold.limits().low() > all.low()) {
      repeated("r7", fold.limits().low());
      registers.forEach(folded -> choose(folded, true));
    }
    if (fold.limits().high() < all.high()) {
      repeated("r7", fold.limits().high());
      registers.forEach(folded -> choose(folded, false));
    }
    registers.forEach(folded -> lines.add("str %s, [r1], #4", folded));
  }

  /** As many times the same element as a register holds. */
  private void repeated(String register, long value) {
    if (isOfWords()) {
      lines.number(register, (int) ((value & 0xffff) * 0x10001L));
    } else {
      lines.add("mov %s, #0x%x".formatted(register, (value & 0xff) * 0x01010101L));
    }
  }

  /** Of a register's elements and r7's the larger ones, or the smaller. */
  private void choose(String folded, boolean larger) {
    String size = isOfWords() ? "16" : "8";
    lines.add("%ssub%s r12, r7, %s", isUnsigned() ? "u" : "s", size, folded);
    String order = larger ? "r7, " + folded : folded + ", r7";
    lines.add("sel %s, %s", folded, order);
  }
}
