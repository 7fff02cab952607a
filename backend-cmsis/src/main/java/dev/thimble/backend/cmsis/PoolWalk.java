package dev.thimble.backend.cmsis;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.sums.Borders;
import dev.thimble.kernel.sums.LinearForm;
import dev.thimble.kernel.sums.WindowFold;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The loops over the positions and taps of a {@link WindowFold}. Few taps without padding are read
 * at constant distances; otherwise {@link BorderWalk} finds those that count, and its table is the
 * claim's first constant. Sums of different numbers of inputs have a second one: a factor and a
 * constant for each number.
 *
 * <p>At each position r0 points to the first input that counts; channels move it on. r2, r3, r7,
 * r10, r12 and lr are used between taps, without Thumb-2 r2, r3 and r7.
 */
final class PoolWalk {
  private static final int MOST_UNROLLED = 16;
  private static final int MOST_UNROLLED_NARROW = 9;
  private static final int REACH = 4095;
  private static final int ENTRY = 8;

  private final WindowFold fold;
  private final Borders borders;
  private final ThumbAssembly lines;
  private final boolean narrow;
  private final Optional<BorderWalk> borderWalk;
  private final int row;

  /** What is done with the input at a distance from a register. */
  @FunctionalInterface
  interface Tap {
    void at(String register, int offset);
  }

  PoolWalk(WindowFold fold, Borders borders, ThumbAssembly lines, boolean narrow) {
    this.fold = fold;
    this.borders = borders;
    this.lines = lines;
    this.narrow = narrow;
    boolean plain = isUnrolled();
    borderWalk =
        plain ? Optional.empty() : Optional.of(new BorderWalk(borders, lines, 1, count -> 0, 0));
    row = plain ? lines.slot() : 0;
  }

  private BorderWalk walk() {
    return borderWalk.orElseThrow();
  }

  private int base() {
    return Math.toIntExact(fold.unit() * fold.at().base());
  }

  /** How many constants such a claim has. */
  static int constants(WindowFold fold, Borders borders, boolean narrow) {
    return isUnrolled(fold, borders, narrow) ? 0 : fold.forms().size() > 1 ? 2 : 1;
  }

  private static boolean isUnrolled(WindowFold fold, Borders borders, boolean narrow) {
    return fold.bounds().isEmpty()
        && fold.tapCount() <= (narrow ? MOST_UNROLLED_NARROW : MOST_UNROLLED)
        && borders.offset(fold.tapCount() - 1) + fold.channels() * fold.unit() <= REACH;
  }

  /** Whether taps are not a loop. */
  boolean isUnrolled() {
    return isUnrolled(fold, borders, narrow);
  }

  /** Distances of all taps from the first, where they are not a loop. */
  List<Integer> offsets() {
    List<Integer> offsets = new ArrayList<>();
    for (int tap = 0; tap < fold.tapCount(); tap++) {
      offsets.add(borders.offset(tap));
    }
    return offsets;
  }

  /** Loads factor and constant of sums, now or wherever they change; r2 and r7 are used. */
  void form(String factor, String constant) {
    if (fold.forms().size() == 1) {
      lines.number(factor, fold.form().first()).number(constant, fold.form().constant());
    } else if (fold.forms().size() > 1) {
      walk().atColumns(() -> load(factor, constant));
    }
  }

  /** Loads how many taps there are, and the same without its lowest bit. */
  void divisor(String count, String even) {
    if (fold.bounds().isEmpty()) {
      lines.number(count, fold.tapCount()).number(even, fold.tapCount() / 2 * 2);
      return;
    }
    walk()
        .atColumns(
            () -> {
              walk().countTaps("r2", "r7");
              lines.add("mov %s, r2".formatted(count)).add("bic %s, r2, #1".formatted(even));
            });
  }

  /** Factor and constant for as many taps as count here. */
  private void load(String factor, String constant) {
    lines.comment("factor and constant for so many taps");
    walk().countTaps("r2", "r7");
    lines.add("lsls r2, r2, #3").address("r7", 1).add("adds r2, r2, r7");
    lines.advance("r2", -ENTRY * fold.forms().firstKey());
    lines.add("ldmia r2!, {r3, r4}");
    lines.add("mov %s, r3", factor).add("mov %s, r4", constant);
  }

  /** All positions, one after the other. */
  void positions(Runnable position) {
    if (!isUnrolled()) {
      walk().positions(fold.channels() * fold.unit(), position);
      return;
    }
    lines.advance("r0", base());
    BorderWalk.plain(borders, lines, row, fold.channels() * fold.unit(), position);
  }

  /** All taps of a position that count, from r0 on. */
  void taps(Tap tap) {
    taps(() -> {}, tap);
  }

  /**
   * The same in a loop.
   *
   * @param ahead what is done when r0 is no longer needed
   */
  void taps(Runnable ahead, Tap tap) {
    if (isUnrolled()) {
      offsets().forEach(offset -> tap.at("r0", offset));
      return;
    }
    lines.add("mov r3, r0");
    ahead.run();
    walk()
        .taps(
            "r3",
            narrow ? "r3" : "r2",
            "r12",
            narrow ? "r2" : "lr",
            () -> {
              tap.at("r3", 0);
              lines.advance("r3", borders.tapStep());
            });
  }

  /** How many taps count at a position, on average. */
  double averageTaps() {
    return Borders.averageTaps(borders.rows()) * Borders.averageTaps(borders.columns());
  }

  /** The claim's constants. */
  List<Buffer> constants(String name) {
    List<Buffer> constants = new ArrayList<>();
    if (!isUnrolled()) {
      constants.add(walk().table(name + "_borders", base()));
    }
    if (fold.forms().size() > 1) {
      constants.add(SumCode.words(name + "_factors", factors()));
    }
    return constants;
  }

  private List<Long> factors() {
    List<Long> words = new ArrayList<>();
    for (int count = fold.forms().firstKey(); count <= fold.forms().lastKey(); count++) {
      LinearForm form = fold.forms().get(count);
      words.add(form == null ? 0L : form.first());
      words.add(form == null ? 0L : form.constant());
    }
    return words;
  }
}
