package dev.thimble.backend.cmsis;

import java.util.List;

/**
 * An instruction, or a few that stay together, over numbered registers that are chosen later.
 *
 * @param kind what else is to be known of it
 * @param text the instructions, with {@code {0}} to {@code {9}} for registers
 * @param registers the registers that it names
 * @param written which of these it writes, by bits
 * @param read which of these it reads, by bits
 * @param times how often it is executed
 * @param number of a label, a branch's label, or a value on the stack
 */
record VirtualLine(
    Kind kind,
    String text,
    List<Integer> registers,
    int written,
    int read,
    long times,
    int number) {
  enum Kind {
    PLAIN,
    /** The second register goes to the first: nothing to do if they are one. */
    MOVE,
    /** A number or an address, which can be had again. */
    CONSTANT,
    /** Memory at the second register, a constant distance away. */
    ACCESS,
    /** A value from the stack. */
    LOAD,
    /** A value to the stack. */
    STORE,
    LABEL,
    /** Back to a label, if not zero. */
    BRANCH,
    COMMENT
  }

  /** Copies the list. */
  VirtualLine {
    registers = List.copyOf(registers);
  }

  /** Loads a value of that number from the stack. */
  static VirtualLine load(int register, int slot, long times) {
    return new VirtualLine(Kind.LOAD, "ldr {0}, ", List.of(register), 1, 0, times, slot);
  }

  /** Stores it. */
  static VirtualLine store(int register, int slot, long times) {
    return new VirtualLine(Kind.STORE, "str {0}, ", List.of(register), 0, 1, times, slot);
  }

  /** Whether it loads or stores a value on the stack. */
  boolean isOnStack() {
    return kind == Kind.LOAD || kind == Kind.STORE;
  }

  /** The same at a place on the stack. */
  VirtualLine at(int place) {
    String there = text + "[sp, #" + place + "]";
    return new VirtualLine(Kind.PLAIN, there, registers, written, read, times, 0);
  }

  /** What it does with the value on the stack, as if that were a register; else nothing. */
  VirtualLine onStack() {
    if (!isOnStack()) {
      return over(List.of());
    }
    // What writes a register reads the stack.
    int stored = read;
    int loaded = written;
    return new VirtualLine(kind, "", List.of(number), stored, loaded, times, number);
  }

  boolean writes(int operand) {
    return (written >> operand & 1) != 0;
  }

  boolean reads(int operand) {
    return (read >> operand & 1) != 0;
  }

  boolean names(int register) {
    return registers.contains(register);
  }

  /** The same over other registers. */
  VirtualLine over(List<Integer> others) {
    return new VirtualLine(kind, text, others, written, read, times, number);
  }

  /** The same with another text, which changes what the bits say. */
  VirtualLine as(String other, int nowWritten) {
    return new VirtualLine(kind, other, registers, nowWritten, read, times, number);
  }

  /** Instructions of the text. */
  int count() {
    int count = kind == Kind.LABEL || kind == Kind.COMMENT ? 0 : 1;
    for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      count++;
    }
    return count;
  }
}
