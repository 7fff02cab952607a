package dev.thimble.backend.cmsis;

import dev.thimble.backend.cmsis.VirtualLine.Kind;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Words on the stack for what registers have no room for: values that are not needed at the same
 * time share one. Each gets the first word that is free where it is first met, which for code
 * without loops is the least number of words (left edge).
 */
final class StackSlots {
  private static final int WORD = 4;

  private final List<VirtualLine> lines;
  private final BitSet[] meets;
  private final int[] words;
  private int count;

  /**
   * Chooses words.
   *
   * @param slots how many values there are
   */
  StackSlots(List<VirtualLine> lines, int slots) {
    this.lines = lines;
    meets = Stream.generate(BitSet::new).limit(slots).toArray(BitSet[]::new);
    words = new int[slots];
    Arrays.fill(words, -1);
    List<VirtualLine> accesses = lines.stream().map(VirtualLine::onStack).toList();
    Liveness live = new Liveness(accesses);
    IntStream.range(0, accesses.size()).forEach(i -> meet(accesses.get(i), live.behind(i)));
    accesses.stream().flatMap(line -> line.registers().stream()).forEach(this::choose);
  }

  private void meet(VirtualLine access, BitSet behind) {
    if (access.kind() == Kind.STORE) {
      int slot = access.registers().get(0);
      meets[slot].or(behind);
      meets[slot].clear(slot);
      behind.stream().filter(other -> other != slot).forEach(other -> meets[other].set(slot));
    }
  }

  private void choose(int slot) {
    if (words[slot] < 0) {
      BitSet taken = new BitSet();
      meets[slot].stream().filter(other -> words[other] >= 0).forEach(o -> taken.set(words[o]));
      words[slot] = taken.nextClearBit(0);
      count = Math.max(count, words[slot] + 1);
    }
  }

  /** How many words there are. */
  int count() {
    return count;
  }

  /** The lines with the words' places. */
  List<VirtualLine> lines() {
    return lines.stream()
        .map(line -> line.isOnStack() ? line.at(WORD * words[line.number()]) : line)
        .toList();
  }
}
