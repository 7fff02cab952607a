package dev.thimble.backend.cmsis;

import dev.thimble.backend.cmsis.VirtualLine.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which registers hold something that is read later, behind each line. */
final class Liveness {
  private final List<VirtualLine> lines;
  private final List<BitSet> behind = new ArrayList<>();
  private final Map<Integer, Integer> labels = new HashMap<>();

  Liveness(List<VirtualLine> lines) {
    this.lines = lines;
    for (int i = 0; i < lines.size(); i++) {
      behind.add(new BitSet());
      if (lines.get(i).kind() == Kind.LABEL) {
        labels.put(lines.get(i).number(), i);
      }
    }
    boolean changed = true;
    while (changed) {
      changed = pass();
    }
  }

  private boolean pass() {
    boolean changed = false;
    for (int i = lines.size() - 1; i >= 0; i--) {
      BitSet live = new BitSet();
      if (i + 1 < lines.size()) {
        live.or(before(i + 1));
      }
      if (lines.get(i).kind() == Kind.BRANCH) {
        live.or(before(labels.getOrDefault(lines.get(i).number(), i)));
      }
      if (!live.equals(behind.get(i))) {
        behind.set(i, live);
        changed = true;
      }
    }
    return changed;
  }

  /** What is read from a line on. */
  BitSet before(int index) {
    BitSet live = (BitSet) behind.get(index).clone();
    VirtualLine line = lines.get(index);
    for (int i = 0; i < line.registers().size(); i++) {
      if (line.writes(i)) {
        live.clear(line.registers().get(i));
      }
    }
    for (int i = 0; i < line.registers().size(); i++) {
      if (line.reads(i)) {
        live.set(line.registers().get(i));
      }
    }
    return live;
  }

  /** What is read behind a line. */
  BitSet behind(int index) {
    return behind.get(index);
  }
}
