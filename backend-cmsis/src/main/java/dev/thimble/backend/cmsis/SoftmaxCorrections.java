package dev.thimble.backend.cmsis;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.sums.SoftmaxRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What is added to single quotients of softmax. Corrections for different sums are one group, of
 * which at most one counts for a row: its distance and what it adds lie on the stack.
 */
final class SoftmaxCorrections {
  private static final int WORD = 4;

  /** Bits of a distance plus one. */
  private static final int DISTANCE_BITS = 9;

  private final List<List<SoftmaxRows.Correction>> groups = new ArrayList<>();
  private final ThumbAssembly lines;
  private final int slots;

  SoftmaxCorrections(SoftmaxRows rows, ThumbAssembly lines) {
    this.lines = lines;
    rows.corrections().stream()
        .sorted(Comparator.comparingLong(SoftmaxRows.Correction::low))
        .forEach(this::group);
    slots = lines.slots(2 * groups.size());
  }

  /** Into the first group whose corrections are all for smaller sums. */
  private void group(SoftmaxRows.Correction correction) {
    for (List<SoftmaxRows.Correction> group : groups) {
      if (group.get(group.size() - 1).high() < correction.low()) {
        group.add(correction);
        return;
      }
    }
    groups.add(new ArrayList<>(List.of(correction)));
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  /**
   * Finds those for the sum in r5; r2, r4, r6, r7 and r12 are used.
   *
   * @param constant which constant of the claim {@link #table} is
   */
  void find(int constant) {
    if (isEmpty()) {
      return;
    }
    lines.comment("what is added for this sum").address("r2", constant);
    for (int i = 0; i < groups.size(); i++) {
      lines.add("movs r7, #0").add("mov r12, r7");
      for (int c = 0; c < groups.get(i).size(); c++) {
        lines.add("ldmia r2!, {r4, r6, r7}").add("subs r4, r5, r4");
        lines.add("cmp r6, r4").add("sbcs r4, r4, r4").add("bics r7, r4").add("add r12, r7");
      }
      int places = Integer.SIZE - DISTANCE_BITS;
      lines.add("mov r4, r12").add("asrs r6, r4, #" + DISTANCE_BITS);
      lines.add("lsls r4, r4, #" + places).add("lsrs r4, r4, #" + places);
      // No distance is -1, where none counts.
      lines.add("subs r4, r4, #1").put("r4", distance(i)).put("r6", distance(i) + WORD);
    }
  }

  private int distance(int group) {
    return slots + 2 * WORD * group;
  }

  /** Adds to the quotient in r5 what counts at the distance in r12; r6 and r7 are used. */
  void add() {
    for (int i = 0; i < groups.size(); i++) {
      if (lines.loadsSigned()) {
        lines.add("ldrd r6, r7, [sp, #%d]", distance(i));
        lines.add("cmp r12, r6").add("it eq").add("addeq r5, r5, r7");
        continue;
      }
      lines.add("mov r6, r12").get("r7", distance(i));
      // Minus one where both are the same.
      lines.add("eors r6, r7").add("subs r6, r6, #1").add("sbcs r6, r6, r6");
      lines.get("r7", distance(i) + WORD).add("ands r6, r7").add("adds r5, r5, r6");
    }
  }

  /** The least sum, how much larger the largest is, what is added and where. */
  Buffer table(String name) {
    List<Long> words = new ArrayList<>();
    for (List<SoftmaxRows.Correction> group : groups) {
      for (SoftmaxRows.Correction correction : group) {
        long low = Math.max(0, correction.low());
        words.add(low);
        words.add(correction.high() - low);
        words.add((correction.more() << DISTANCE_BITS) + correction.distance() + 1);
      }
    }
    return SumCode.words(name, words);
  }
}
