package dev.thimble.backend.cmsis;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.sums.Borders;
import dev.thimble.kernel.sums.WindowFold;
import java.util.ArrayList;
import java.util.List;

/**
 * The loops over the positions and taps of a {@link WindowFold} in Thumb-2. Few taps without
 * padding are read at constant distances; otherwise {@link BorderWalk} finds those that count, and
 * its table is the claim's first constant.
 *
 * <p>At each position r0 points to the first input that counts; channels move it on. r2, r3, r7,
 * r10, r12 and lr are used between taps.
 */
final class PoolWalk {
  private static final int MOST_UNROLLED = 16;
  private static final int REACH = 4095;

  private final WindowFold fold;
  private final Borders borders;
  private final ThumbAssembly lines;
  private final List<Integer> offsets = new ArrayList<>();
  private final BorderWalk walk;
  private final int row;

  /** What is done with the input at a distance from a register. */
  @FunctionalInterface
  interface Tap {
    void at(String register, int offset);
  }

  PoolWalk(WindowFold fold, Borders borders, ThumbAssembly lines) {
    this.fold = fold;
    this.borders = borders;
    this.lines = lines;
    walk = new BorderWalk(borders, lines, 1, count -> 0, 0);
    row = lines.slot();
    for (int tap = 0; tap < fold.tapCount(); tap++) {
      offsets.add(borders.offset(tap));
    }
  }

  private boolean isUnrolled() {
    return fold.bounds().isEmpty()
        && offsets.size() <= MOST_UNROLLED
        && offsets.get(offsets.size() - 1) + fold.channels() <= REACH;
  }

  /** All positions, one after the other. */
  void positions(Runnable position) {
    if (!isUnrolled()) {
      walk.positions(fold.channels(), position);
      return;
    }
    lines.advance("r0", Math.toIntExact(fold.at().base()));
    BorderWalk.plain(borders, lines, row, fold.channels(), position);
  }

  /** All taps of a position that count. */
  void taps(Tap tap) {
    if (isUnrolled()) {
      offsets.forEach(offset -> tap.at("r0", offset));
      return;
    }
    lines.add("mov r3, r0");
    walk.taps(
        "r3",
        "r2",
        "r12",
        "lr",
        () -> {
          tap.at("r3", 0);
          lines.advance("r3", borders.tapStep());
        });
  }

  /** The claim's constants. */
  List<Buffer> constants(String name) {
    return isUnrolled()
        ? List.of()
        : List.of(walk.table(name + "_borders", Math.toIntExact(fold.at().base())));
  }
}
