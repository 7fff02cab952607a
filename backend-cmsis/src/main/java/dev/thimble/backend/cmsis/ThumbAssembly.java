package dev.thimble.backend.cmsis;

import dev.thimble.kernel.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lines of one block of inline assembly in Thumb-2, with how many instructions are executed. {@link
 * ThumbEncoding} knows how many bytes they fill. {@link Thumb1Assembly} writes the same for cores
 * without Thumb-2, where registers above r7 can only be moved and added.
 *
 * <p>Counters of loops lie on the stack, but for innermost ones; r7 is free between two lines.
 */
class ThumbAssembly {
  private static final int WORD = 4;
  private static final int MOST_IMMEDIATE = 4095;
  private static final int VECTOR_BITS = 128;

  private final List<String> lines = new ArrayList<>();
  private double executed;
  private int instructions;
  private int labels;
  private int slots;

  /** Instructions of one run of all lines. */
  long executed() {
    return Math.round(executed);
  }

  /** Flash of what the compiler saves and restores around the block, and of the return. */
  int saveBytes() {
    return 2 * WORD;
  }

  /** What the block begins with: r7 is saved, with which compilers may reach their variables. */
  List<String> save() {
    return List.of("push {r7}");
  }

  /** What the block ends with. */
  List<String> restore() {
    return List.of("pop {r7}");
  }

  /**
   * What {@link #save} and the compiler put on the stack, beside r4 to r6 and the return address.
   */
  int savedBytes() {
    return 5 * WORD;
  }

  /** The registers that change, without r0 to r2 and r7. */
  List<String> clobbered() {
    return List.of("r3", "r4", "r5", "r6", "r8", "r9", "r10", "r11", "r12", "lr");
  }

  /** An instruction as a line of C. */
  static String line(String instruction) {
    return '"' + instruction + "\\n\\t\"";
  }

  /** A line that is no instruction. */
  final void raw(String text) {
    lines.add(line(text));
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
    raw(instruction);
    executed++;
    instructions++;
    return this;
  }

  /**
   * An instruction.
   *
   * @param format with %s or %d for each operand, and %% for a percent sign
   */
  final ThumbAssembly add(String format, Object... operands) {
    StringBuilder instruction = new StringBuilder();
    int next = 0;
    int from = 0;
    for (int at = format.indexOf('%'); at >= 0; at = format.indexOf('%', from)) {
      instruction.append(format, from, at);
      instruction.append(format.charAt(at + 1) == '%' ? "%" : operands[next++]);
      from = at + 2;
    }
    return add(instruction.append(format, from, format.length()).toString());
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
    return add("str " + register + ", [sp, #" + slot + "]");
  }

  ThumbAssembly get(String register, int slot) {
    return add("ldr " + register + ", [sp, #" + slot + "]");
  }

  /** The address of a constant of the claim. */
  ThumbAssembly address(String register, int constant) {
    add("movw %s, #:lower16:%%c[c%d]", register, constant);
    return add("movt %s, #:upper16:%%c[c%d]", register, constant);
  }

  /** Whether signed bytes are loaded as cheaply as unsigned ones, at a constant offset. */
  boolean loadsSigned() {
    return true;
  }

  /** A byte at a constant offset. */
  ThumbAssembly loadByte(String register, String base, int offset, boolean signed) {
    return add("%s %s, [%s, #%d]", signed ? "ldrsb" : "ldrb", register, base, offset);
  }

  /** A signed number of 16 bits at a constant offset. */
  ThumbAssembly loadWord(String register, String base, int offset) {
    return add("ldrsh %s, [%s, #%d]", register, base, offset);
  }

  /**
   * A number, shifted to the right and brought between limits of up to 16 bits.
   *
   * @param free a register that may be lost
   */
  ThumbAssembly saturate(String to, String from, int shift, Interval limits, String free) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, limits.high()));
    String shifted = shift > 0 ? ", asr #" + shift : "";
    if (bits > 0 && limits.high() == (1L << bits) - 1 && limits.low() == 0) {
      return add("usat %s, #%d, %s%s", to, bits, from, shifted);
    }
    if (limits.high() == (1L << bits) - 1 && limits.low() == -1L << bits) {
      return add("ssat %s, #%d, %s%s", to, bits + 1, from, shifted);
    }
    if (shift > 0) {
      add("asr %s, %s, #%d", to, from, shift);
    } else if (!to.equals(from)) {
      add("mov %s, %s", to, from);
    }
    signed(free, limits.low()).add("cmp %s, %s", to, free);
    add("it lt").add("movlt %s, %s", to, free);
    signed(free, limits.high()).add("cmp %s, %s", to, free);
    return add("it gt").add("movgt %s, %s", to, free);
  }

  /**
   * Brings a number between 0 and another one, which is lost, in Thumb and always in the same time.
   */
  ThumbAssembly clip(String number, String most, String free) {
    add("asrs %s, %s, #31", free, number).add("bics %s, %s", number, free);
    add("subs %s, %s, %s", most, most, number);
    add("asrs %s, %s, #31", free, most).add("ands %s, %s", most, free);
    return add("adds %s, %s, %s", number, number, most);
  }

  private ThumbAssembly signed(String register, long value) {
    number(register, (int) value & 0xffff);
    return value < 0 ? add("sxth %s, %s", register, register) : this;
  }

  /**
   * The lower or upper half of a byte that {@link #loadByte} has loaded, as a number of its own.
   */
  ThumbAssembly halfByte(String register, boolean lower) {
    return lower
        ? add("sbfx %s, %s, #0, #4", register, register)
        : add("asr %s, %s, #4", register, register);
  }

  /** Adds a product to a sum; the second factor may be lost. */
  ThumbAssembly multiplyAdd(String sum, String factor, String lost) {
    return add("mla %s, %s, %s, %s", sum, factor, lost, sum);
  }

  /** Whether all branches reach their labels. */
  boolean reaches() {
    return true;
  }

  /** Adds a word on the stack to one register, the next word to another; r7 or r10 is used. */
  ThumbAssembly plusWords(String first, String second, int slot, String free) {
    add("ldrd r10, %s, [sp, #%d]", free, slot);
    add("add %s, %s, r10", first, first);
    return add("add %s, %s, %s", second, second, free);
  }

  /** Adds a constant to a register other than r7. */
  ThumbAssembly advance(String register, int by) {
    if (by == 0) {
      return this;
    }
    if (Math.abs(by) <= MOST_IMMEDIATE) {
      return add("%s %s, %s, #%d", by > 0 ? "addw" : "subw", register, register, Math.abs(by));
    }
    return number("r7", Math.abs(by))
        .add("%s %s, %s, r7", by > 0 ? "add" : "sub", register, register);
  }

  /** Any number of 32 bits. */
  ThumbAssembly number(String register, int value) {
    add("movw %s, #%d", register, value & 0xffff);
    int high = value >>> Short.SIZE;
    return high == 0 ? this : add("movt %s, #%d", register, high);
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
    return rounds(average, body, () -> add("subs %s, %s, #1", register, register));
  }

  /** The body so many times, counted in lr by a core with low-overhead branches. */
  ThumbAssembly repeated(int rounds, Runnable body) {
    if (rounds == 1) {
      body.run();
      return this;
    }
    number("lr", rounds).add("dls lr, lr");
    return times(
        rounds,
        label -> {
          body.run();
          add("le lr, " + label);
        });
  }

  /**
   * The body on vectors, for so many lanes in all as the register says; lr is used.
   *
   * @param lanes of a vector
   */
  ThumbAssembly predicated(int lanes, double average, String register, Runnable body) {
    add("dlstp.%d lr, %s", VECTOR_BITS / lanes, register);
    return times(
        average,
        label -> {
          body.run();
          add("letp lr, " + label);
        });
  }

  /** The body only if the last comparison gave zero. */
  ThumbAssembly ifZero(double share, Runnable body) {
    String label = label();
    add("bne " + label);
    double start = executed;
    body.run();
    executed = start + share * (executed - start);
    place(label);
    return this;
  }

  /** A new label. */
  final String label() {
    return ".L%=_" + labels++;
  }

  /** The label stands here. */
  final void place(String label) {
    raw(label + ":");
  }

  /** Instructions that are executed up to here. */
  final double executedUntilNow() {
    return executed;
  }

  /** Corrects how many instructions are executed up to here. */
  final void executedUntilNow(double count) {
    executed = count;
  }

  /** Instructions up to here. */
  final int length() {
    return instructions;
  }

  /**
   * A loop.
   *
   * @param average how often the body is executed, on average over all runs of the loop; exact for
   *     nested loops whose rounds do not depend on each other
   */
  ThumbAssembly rounds(double average, Runnable body, Runnable count) {
    return times(
        average,
        label -> {
          body.run();
          count.run();
          add("bne " + label);
        });
  }

  /** What is executed so many times on average, with a label before it. */
  private ThumbAssembly times(double average, Consumer<String> body) {
    String label = label();
    place(label);
    double start = executed;
    body.accept(label);
    executed = start + average * (executed - start);
    return this;
  }
}
