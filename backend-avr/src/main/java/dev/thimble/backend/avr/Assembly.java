package dev.thimble.backend.avr;

import dev.thimble.backend.Unsupported;
import dev.thimble.kernel.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Lines of one block of inline assembly, with the cycles that they take and the flash that they
 * fill: both from the instruction set manual (DS40002198) for cores with a 16-bit program counter.
 */
final class Assembly {
  /** The farthest that a branch reaches backwards, in words, with its own. */
  private static final int REACH = 64;

  /** The farthest that a relative jump reaches backwards. */
  private static final int FAR = 2048;

  private static final int MOST_ROUNDS = 256;
  private static final int SHORT_STEP = 63;
  private static final String COMMENT = "/* ";

  /** The third byte of Z, as {@code in} and {@code out} know it. */
  static final String RAMPZ = "0x3b";

  private final boolean far;
  private final boolean jumps;
  private final int mostNear;
  private List<String> lines = new ArrayList<>();
  private final Deque<Part> open = new ArrayDeque<>();
  private double cycles;
  private int words;
  private int labels;

  /** Lines on a core. */
  Assembly(Core core) {
    this.far = core.far();
    this.jumps = core.callBytes() > 2;
    this.mostNear = core.mostNear();
  }

  /** Cycles of one run of all lines. */
  long cycles() {
    return Math.round(cycles);
  }

  /** Cycles since the last time that this was asked. */
  long take() {
    long taken = Math.round(cycles);
    cycles = 0;
    return taken;
  }

  /** Lines apart from the others, and their words. */
  record Part(List<String> lines, int words) {
    /** The lines without comments. */
    List<String> instructions() {
      return lines.stream().filter(line -> !line.startsWith(COMMENT)).toList();
    }
  }

  /** What follows is a part of its own. */
  void begin() {
    open.push(new Part(lines, words));
    lines = new ArrayList<>();
    words = 0;
  }

  /** The part that was begun last. */
  Part end() {
    Part part = new Part(lines, words);
    Part outer = open.pop();
    lines = outer.lines();
    words = outer.words();
    return part;
  }

  /** A part in its place; its cycles are the caller's to count. */
  Assembly append(Part part) {
    lines.addAll(part.lines());
    words += part.words();
    return this;
  }

  /** Flash of all lines. */
  int bytes() {
    return 2 * words;
  }

  /** The lines of a C string literal each, and comments between them. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  Assembly comment(String text) {
    lines.add(COMMENT + text + " */");
    return this;
  }

  /** An instruction of a word that takes a cycle. */
  Assembly one(String instruction) {
    return emit(instruction, 1);
  }

  /** An instruction of a word that takes two cycles: products, memory, the stack. */
  Assembly two(String instruction) {
    return emit(instruction, 2);
  }

  /** The next byte of flash: of what {@link #address} points to. */
  Assembly flash(String register) {
    return emit((far ? "elpm " : "lpm ") + register + ", Z+", 3);
  }

  /** The next byte of flash that a short address reaches. */
  Assembly near(String register) {
    return emit("lpm " + register + ", Z+", 3);
  }

  /** Points Z to a constant, the first byte of which {@link #flash} then reads. */
  Assembly address(String symbol) {
    if (far) {
      one("ldi r30, hh8(" + symbol + ")").one("out " + RAMPZ + ", r30");
    }
    return one("ldi r30, lo8(" + symbol + ")").one("ldi r31, hi8(" + symbol + ")");
  }

  /** Whether addresses of a kernel's own array have 24 bits. */
  boolean isFar(Buffer buffer) {
    return far && buffer.isConstant() && buffer.bytes() > mostNear;
  }

  /** The third byte of Z goes where {@code elpm} finds it. */
  Assembly page(int register) {
    return one("out %s, r%d".formatted(RAMPZ, register));
  }

  /** The third byte of Z into a register. */
  Assembly keepPage(int register) {
    return one("in r%d, %s".formatted(register, RAMPZ));
  }

  /** Adds the carry to the third byte of an address in Z, by a register that it changes. */
  Assembly carry(String temporary, String zero) {
    return far
        ? one("in " + temporary + ", " + RAMPZ)
            .one("adc " + temporary + ", " + zero)
            .one("out " + RAMPZ + ", " + temporary)
        : this;
  }

  /** An instruction as a line of the block. */
  static String line(String instruction) {
    return '"' + instruction + "\\n\\t\"";
  }

  private Assembly emit(String instruction, int takes) {
    lines.add(line(instruction));
    cycles += takes;
    words++;
    return this;
  }

  /** Skips one instruction of a word: as long as not skipping it. */
  Assembly unless(String test, String instruction) {
    return one(test).one(instruction);
  }

  /** Adds a constant to a pointer, which {@code adiw} may know. */
  Assembly advance(int low, int by, boolean adiw) {
    if (by == 0) {
      return this;
    }
    if (adiw && Math.abs(by) <= SHORT_STEP) {
      return two((by > 0 ? "adiw r" : "sbiw r") + low + ", " + Math.abs(by));
    }
    int minus = -by & 0xffff;
    return one("subi r" + low + ", " + (minus & 0xff))
        .one("sbci r" + (low + 1) + ", " + (minus >> 8));
  }

  /**
   * Moves Z, an address of flash, on.
   *
   * @param temporary a register of the upper half that far addresses change
   * @param zero one that is zero
   */
  Assembly forward(int by, String temporary, String zero) {
    advance(30, by, true);
    if (!far || by == 0) {
      return this;
    }
    return by <= SHORT_STEP
        ? carry(temporary, zero)
        : one("in " + temporary + ", " + RAMPZ)
            .one("sbci " + temporary + ", " + (-by >> 16 & 0xff))
            .one("out " + RAMPZ + ", " + temporary);
  }

  /** A small number in any register; {@code temporary} is one of the upper half. */
  private void load(String counter, int value, String temporary) {
    if (Integer.parseInt(counter.substring(1)) >= 16) {
      one("ldi " + counter + ", " + value);
    } else {
      one("ldi " + temporary + ", " + value).one("mov " + counter + ", " + temporary);
    }
  }

  /** The body so many times: 1 to 256, counted down in a register that the body leaves alone. */
  Assembly loop(String counter, String temporary, int rounds, Runnable body) {
    if (rounds < 1 || rounds > MOST_ROUNDS) {
      throw new IllegalArgumentException(rounds + " rounds");
    }
    if (rounds == 1) {
      body.run();
      return this;
    }
    load(counter, rounds & 0xff, temporary);
    return rounds(rounds, () -> one("dec " + counter), body);
  }

  /**
   * The body until {@code count} leaves zero.
   *
   * @param average how many times a run of the loop executes the body, on average over all runs of
   *     the whole block. Sums over nested loops of this kind are exact as long as the rounds of one
   *     do not depend on those of another
   */
  Assembly rounds(double average, Runnable count, Runnable body) {
    String label = label();
    lines.add('"' + label + ":\\n\\t\"");
    double start = cycles;
    int from = words;
    body.run();
    count.run();
    boolean far = words + 2 - from > FAR;
    if (words + 1 - from <= REACH) {
      two("brne " + label);
    } else {
      String end = label();
      one("breq " + end);
      emit((far ? "jmp " : "rjmp ") + label, far ? 3 : 2);
      words += far ? 1 : 0;
      place(end);
    }
    // The last branch is shorter: not taken, or taken over the jump.
    cycles = start + average * (cycles - start) - (far ? 2 : 1);
    return this;
  }

  /** The part so many times as a register, which is not more than 128, says; perhaps not at all. */
  void whileCounted(int counter, Part body) {
    String again = label();
    String test = label();
    emit("rjmp " + test, 2);
    place(again);
    append(body);
    place(test);
    one("dec r" + counter);
    if (body.words() + 2 <= REACH) {
      one("brpl " + again);
    } else {
      throw new IllegalArgumentException(body.words() + " words");
    }
  }

  /**
   * A jump back, which the caller counts.
   *
   * @param cycles of the jump
   * @param less of them where it does not jump
   */
  record Back(int cycles, int less) {}

  /** A jump back to a label on a condition. */
  Back back(String label, String branch, String opposite, int since) {
    if (words + 1 - since <= REACH) {
      emit(branch + " " + label, 0);
      return new Back(2, 1);
    }
    boolean far = words + 2 - since > FAR;
    if (far && !jumps) {
      throw new Unsupported("a loop of " + (words - since) + " words");
    }
    String end = label();
    emit(opposite + " " + end, 0);
    emit((far ? "jmp " : "rjmp ") + label, 0);
    words += far ? 1 : 0;
    place(end);
    return far ? new Back(4, 2) : new Back(3, 1);
  }

  /** A branch, an instruction whose cycles the caller counts. */
  void uncounted(String instruction) {
    emit(instruction, 0);
  }

  /**
   * An instruction, as a line, that is skipped if the branch is taken; takes as long in both cases.
   */
  void unlessLine(String branch, String line) {
    one(branch + " .+2");
    lines.add(line);
    cycles++;
    words++;
  }

  /** A jump to a label that may be far; counted as taken over. */
  Assembly jump(Core core, String label) {
    lines.add('"' + (core.callBytes() == 2 ? "rjmp " : "jmp ") + label + "\\n\\t\"");
    words += core.callBytes() / 2;
    return this;
  }

  /** A call; the cycles are those of the called function. */
  void call(Core core, String function) {
    lines.add('"' + (core.callBytes() == 2 ? "rcall " : "call ") + function + "\\n\\t\"");
    words += core.callBytes() / 2;
  }

  /** How many words there are in this part so far. */
  int words() {
    return words;
  }

  /** Whether a branch over so many words reaches; a jump over them must. */
  static boolean reachable(int words) {
    if (words >= FAR) {
      throw new Unsupported("a jump over " + words + " words");
    }
    return words < REACH;
  }

  /** A label here. */
  void place(String label) {
    lines.add('"' + label + ":\\n\\t\"");
  }

  /** So many cycles of nothing. */
  void wait(int count) {
    for (int i = 0; i < count / 2; i++) {
      two("rjmp .+0");
    }
    if (count % 2 == 1) {
      one("nop");
    }
  }

  /** A label that no other copy of the block has. */
  String label() {
    return ".L%=_" + labels++;
  }
}
