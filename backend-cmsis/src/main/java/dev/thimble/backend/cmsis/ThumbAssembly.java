package dev.thimble.backend.cmsis;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines of one block of inline assembly in Thumb-2, with how many instructions are executed. An
 * instruction fills two or four bytes, which the assembler decides: {@link #bytes} is the most.
 *
 * <p>Counters of loops lie on the stack, but for innermost ones; r7 is free between two lines.
 */
final class ThumbAssembly {
  private static final int WORD = 4;
  private static final int MOST_IMMEDIATE = 4095;

  private final List<String> lines = new ArrayList<>();
  private double executed;
  private int instructions;
  private int labels;
  private int slots;

  /** Instructions of one run of all lines. */
  long executed() {
    return Math.round(executed);
  }

  /** Flash of all lines, at most. */
  int bytes() {
    return WORD * instructions;
  }

  /** Words on the stack that were asked for. */
  int slots() {
    return slots;
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  ThumbAssembly comment(String text) {
    lines.add("/* " + text + " */");
    return this;
  }

  ThumbAssembly add(String instruction) {
    lines.add('"' + instruction + "\\n\\t\"");
    executed++;
    instructions++;
    return this;
  }

  /** A word on the stack; its offset. */
  int slot() {
    return WORD * slots++;
  }

  /** Neighbouring words on the stack; the offset of the first. */
  int slots(int count) {
    int first = WORD * slots;
    slots += count;
    return first;
  }

  ThumbAssembly put(String register, int slot) {
    return add("str %s, [sp, #%d]".formatted(register, slot));
  }

  ThumbAssembly get(String register, int slot) {
    return add("ldr %s, [sp, #%d]".formatted(register, slot));
  }

  /** Adds a constant to a register other than r7. */
  ThumbAssembly advance(String register, int by) {
    if (by == 0) {
      return this;
    }
    if (Math.abs(by) <= MOST_IMMEDIATE) {
      return add(
          "%s %s, %s, #%d".formatted(by > 0 ? "addw" : "subw", register, register, Math.abs(by)));
    }
    return number("r7", Math.abs(by))
        .add("%s %s, %s, r7".formatted(by > 0 ? "add" : "sub", register, register));
  }

  /** A number of up to 31 bits. */
  ThumbAssembly number(String register, int value) {
    add("movw %s, #%d".formatted(register, value & 0xffff));
    return value >> 16 == 0 ? this : add("movt %s, #%d".formatted(register, value >> 16));
  }

  /** The body so many times, counted on the stack. */
  ThumbAssembly loop(int rounds, Runnable body) {
    if (rounds == 1) {
      body.run();
      return this;
    }
    int slot = slot();
    number("r7", rounds).put("r7", slot);
    return counted(rounds, slot, body);
  }

  /** The body as often as the word on the stack says. */
  ThumbAssembly counted(double average, int slot, Runnable body) {
    return rounds(average, body, () -> get("r7", slot).add("subs r7, r7, #1").put("r7", slot));
  }

  /** The body as often as the register says, which is zero then. */
  ThumbAssembly counted(double average, String register, Runnable body) {
    return rounds(average, body, () -> add("subs %s, %s, #1".formatted(register, register)));
  }

  /** The body on vectors of bytes, so many bytes in all as the register says; lr is used. */
  ThumbAssembly predicated(double average, String register, Runnable body) {
    String label = ".L%=_" + labels++;
    add("dlstp.8 lr, " + register);
    lines.add('"' + label + ":\\n\\t\"");
    double start = executed;
    body.run();
    add("letp lr, " + label);
    executed = start + average * (executed - start);
    return this;
  }

  /** The body only if the last comparison gave zero. */
  ThumbAssembly ifZero(double share, Runnable body) {
    String label = ".L%=_" + labels++;
    add("bne " + label);
    double start = executed;
    body.run();
    executed = start + share * (executed - start);
    lines.add('"' + label + ":\\n\\t\"");
    return this;
  }

  /**
   * A loop.
   *
   * @param average how often the body is executed, on average over all runs of the loop; exact for
   *     nested loops whose rounds do not depend on each other
   */
  private ThumbAssembly rounds(double average, Runnable body, Runnable count) {
    String label = ".L%=_" + labels++;
    lines.add('"' + label + ":\\n\\t\"");
    double start = executed;
    body.run();
    count.run();
    add("bne " + label);
    executed = start + average * (executed - start);
    return this;
  }
}
