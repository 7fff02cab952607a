package dev.thimble.backend.cmsis;

import dev.thimble.backend.Unsupported;
import dev.thimble.backend.cmsis.VirtualLine.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Lines with real registers. What does not fit into them lies on the stack; numbers of one
 * instruction are made again where they are needed.
 */
final class Allocation {
  private static final int MOST_TRIES = 60;

  /** What a longer kernel would be compiled to is not worth the time to compile it. */
  private static final int MOST_LINES = 2000;

  private final VirtualCode code;
  private final long real;
  private final Set<Integer> brief = new HashSet<>();
  private List<VirtualLine> lines;
  private int values;
  private int words;

  /**
   * Chooses registers.
   *
   * @param real registers that there are, by bits
   */
  Allocation(VirtualCode code, long real) {
    this.code = code;
    this.real = real;
    this.lines = code.all();
    long instructions = lines.stream().filter(line -> line.count() > 0).count();
    if (instructions > MOST_LINES) {
      throw new Unsupported(instructions + " lines");
    }
  }

  /** Words on the stack, once there are lines. */
  int slots() {
    return words;
  }

  /** The lines, their registers real ones. */
  List<VirtualLine> lines() {
    for (int i = 0; i < MOST_TRIES; i++) {
      Colouring colouring =
          new Colouring(lines, code.registers(), real, code::allowed, code.arguments(), brief);
      Set<Integer> spilled = colouring.choose();
      if (spilled.isEmpty()) {
        return coloured(colouring);
      }
      spilled.removeAll(brief);
      if (spilled.isEmpty()) {
        break;
      }
      lines = new Spilling(code, spilled, colouring, brief, () -> values++).of(lines);
    }
    throw new Unsupported("too few registers");
  }

  private List<VirtualLine> coloured(Colouring colouring) {
    StackSlots slots =
        new StackSlots(
            lines.stream()
                .map(line -> line.over(line.registers().stream().map(colouring::colour).toList()))
                .filter(Allocation::isNeeded)
                .toList(),
            values);
    words = slots.count();
    return slots.lines();
  }

  private static boolean isNeeded(VirtualLine line) {
    return line.kind() != Kind.MOVE || !line.registers().get(0).equals(line.registers().get(1));
  }
}
