package dev.thimble.backend.cmsis;

import dev.thimble.kernel.sums.WindowFold;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Folds of few taps without Thumb-2, channel by channel and without a loop over taps.
 *
 * <p>r0 points to the channel's first input, r4 has what is folded, r2 counts rounds. r3 and r6, of
 * sums r3 and r5, are the taps' distances that would take longest to load; r6 and r8 hold the
 * factor and the constant of sums.
 */
final class NarrowWindow implements PoolCode {
  /** The most taps of which so many channels are handled at once. */
  private static final Map<Integer, Integer> GROUPS = Map.of(1, 4, 2, 4, 3, 2, 4, 2);

  private static final int NEAR = 31;

  private final WindowFold fold;
  private final PoolWalk walk;
  private final ThumbAssembly lines;
  private final NarrowFolds folds;
  private final Map<Integer, String> kept = new HashMap<>();

  NarrowWindow(WindowFold fold, PoolWalk walk, ThumbAssembly lines) {
    this.fold = fold;
    this.walk = walk;
    this.lines = lines;
    folds = new NarrowFolds(fold, lines);
  }

  @Override
  public int group() {
    return GROUPS.getOrDefault(fold.tapCount(), 1);
  }

  @Override
  public void prepare() {
    walk.form("r6", "r8");
    List<String> free = List.of("r3", fold.isExtreme() ? "r6" : "r5");
    int count = !fold.isExtreme() && folds.isLimited() ? 1 : free.size();
    List<Integer> longest =
        walk.offsets().stream()
            .filter(offset -> folds.isSigned() || offset > NEAR)
            .sorted(Comparator.comparingInt(NarrowWindow::instructions).reversed())
            .toList();
    for (int i = 0; i < Math.min(count, longest.size()); i++) {
      kept.put(longest.get(i), free.get(i));
      lines.number(free.get(i), longest.get(i));
    }
  }

  /** How many instructions load a number. */
  private static int instructions(int number) {
    return new Thumb1Assembly(0).number("r7", number).length();
  }

  @Override
  public void rounds(ThumbAssembly code, int rounds, Runnable round) {
    if (rounds == 1) {
      round.run();
    } else {
      code.number("r2", rounds).counted(rounds, "r2", round);
    }
  }

  @Override
  public void channels(int size) {
    for (int i = 0; i < size; i++) {
      if (fold.isExtreme()) {
        extreme(i);
      } else {
        sum(i);
      }
      lines.advance("r0", fold.unit());
    }
    lines.advance("r1", size * fold.unit());
  }

  private void extreme(int place) {
    List<Integer> offsets = walk.offsets();
    load("r4", offsets.get(0));
    boolean limited = folds.isLimited() || offsets.size() == 1;
    int last = offsets.size() - 1;
    for (int tap = 1; tap < offsets.size(); tap++) {
      load("r7", offsets.get(tap));
      if (tap < last || limited) {
        folds.extreme("r4");
      }
    }
    if (limited) {
      folds.store("r4", place, "r5");
    } else {
      storeEither(place);
    }
  }

  /** Stores the right one of r4 and r7: both ways take as long. */
  private void storeEither(int place) {
    String other = lines.label();
    String end = lines.label();
    lines.add("cmp r4, r7").add((folds.isLargest() ? "bge " : "ble ") + other);
    folds.put("r7", place);
    lines.add("b " + end);
    double executed = lines.executedUntilNow();
    lines.place(other);
    folds.put("r4", place);
    lines.add("mov r7, r7");
    lines.place(end);
    lines.executedUntilNow(executed);
  }

  private void sum(int place) {
    List<Integer> offsets = walk.offsets();
    load("r4", offsets.get(0));
    for (int offset : offsets.subList(1, offsets.size())) {
      load("r7", offset);
      lines.add("adds r4, r4, r7");
    }
    if (fold.unit() > 1) {
      folds.mean("r4");
    } else {
      lines.add("muls r4, r6, r4").add("add r4, r4, r8");
    }
    folds.store("r4", place, "r5");
  }

  private void load(String register, int offset) {
    String signed = fold.unit() > 1 ? "ldrsh" : "ldrsb";
    String name = folds.isSigned() ? signed : "ldrb";
    if (!folds.isSigned() && offset <= NEAR) {
      lines.loadByte(register, "r0", offset, false);
      return;
    }
    String distance = kept.getOrDefault(offset, register);
    if (distance.equals(register)) {
      lines.number(register, offset);
    }
    lines.add("%s %s, [r0, %s]", name, register, distance);
  }
}
