package dev.thimble.backend.cmsis;

import dev.thimble.kernel.sums.WindowFold;
import java.util.List;

/**
 * Folds with a loop over taps, without Thumb-2: sums of up to four channels at a time, extremes of
 * up to two.
 *
 * <p>r3 points to the input, r2 counts taps. Sums are in r8 to r11; r4, r5 and r6 are distances of
 * channels, with which signed bytes are loaded at once; r12 and lr hold the factor and the
 * constant. While extremes are looked for, r8 and r9 have the pointers, r0 and r1 the distances.
 */
final class NarrowPool implements PoolCode {
  private static final List<String> SUMS = List.of("r8", "r9", "r10", "r11");
  private static final List<String> DISTANCES = List.of("r4", "r5", "r6");
  private static final List<String> EXTREMES = List.of("r4", "r6");

  /** So many taps do not pay for moving pointers away. */
  private static final int FEW = 4;

  private final WindowFold fold;
  private final PoolWalk walk;
  private final ThumbAssembly lines;
  private final NarrowFolds folds;

  NarrowPool(WindowFold fold, PoolWalk walk, ThumbAssembly lines) {
    this.fold = fold;
    this.walk = walk;
    this.lines = lines;
    folds = new NarrowFolds(fold, lines);
  }

  @Override
  public int group() {
    return (fold.isExtreme() ? EXTREMES : SUMS).size();
  }

  @Override
  public void prepare() {
    walk.form("r12", "lr");
  }

  @Override
  public void channels(int size) {
    if (fold.isExtreme()) {
      extremes(EXTREMES.subList(0, size));
    } else {
      sums(SUMS.subList(0, size));
    }
    lines.advance("r0", size * fold.unit()).advance("r1", size * fold.unit());
  }

  private void extremes(List<String> registers) {
    registers.forEach(register -> lines.number(register, Math.toIntExact(fold.start())));
    boolean parked = folds.isSigned() && walk.averageTaps() > FEW;
    walk.taps(
        () -> park(parked),
        (register, offset) -> {
          for (int i = 0; i < registers.size(); i++) {
            if (parked) {
              loadFar(register, "r" + i);
            } else {
              loadNear(register, offset + fold.unit() * i);
            }
            folds.extreme(registers.get(i));
          }
        });
    if (parked) {
      lines.add("mov r0, r8").add("mov r1, r9");
    }
    for (int i = 0; i < registers.size(); i++) {
      folds.store(registers.get(i), i, "r3");
    }
  }

  /** Lets r0 and r1 be distances while other registers have what they point to. */
  private void park(boolean parked) {
    if (parked) {
      lines.add("mov r8, r0").add("mov r9, r1").number("r0", 0).number("r1", fold.unit());
    }
  }

  private void sums(List<String> registers) {
    lines.add("movs r7, #0");
    registers.forEach(register -> lines.add("mov %s, r7", register));
    for (int i = 1; i < registers.size() && folds.isSigned(); i++) {
      lines.number(DISTANCES.get(i - 1), fold.unit() * i);
    }
    walk.taps(
        (register, offset) -> {
          for (int i = 0; i < registers.size(); i++) {
            load(register, i);
            lines.add("add %s, %s, r7", registers.get(i), registers.get(i));
          }
        });
    for (int i = 0; i < registers.size(); i++) {
      lines.add("mov r2, " + registers.get(i));
      if (fold.unit() > 1) {
        folds.mean("r2");
      } else {
        lines.add("mov r7, r12").add("muls r2, r7, r2").add("add r2, r2, lr");
      }
      folds.store("r2", i, "r3");
    }
  }

  /** An input of a channel in r7. */
  private void load(String register, int channel) {
    if (channel > 0 && folds.isSigned()) {
      loadFar(register, DISTANCES.get(channel - 1));
    } else {
      loadNear(register, channel);
    }
  }

  /** A signed input in r7 at a distance in a register. */
  private void loadFar(String register, String distance) {
    lines.add("%s r7, [%s, %s]", fold.unit() > 1 ? "ldrsh" : "ldrsb", register, distance);
  }

  /** An input in r7 at a distance of few bytes. */
  private void loadNear(String register, int distance) {
    if (fold.unit() > 1) {
      lines.loadWord("r7", register, distance);
    } else {
      lines.loadByte("r7", register, distance, folds.isSigned());
    }
  }
}
