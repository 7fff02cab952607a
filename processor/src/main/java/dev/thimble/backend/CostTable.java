package dev.thimble.backend;

import dev.thimble.kernel.Element;
import java.util.Set;

/**
 * What the parts of portable C cost after compilation. Bytes and stack are upper bounds: compilers
 * differ, and a model that fits by prediction must fit in fact. Cycles are the table's best
 * estimate.
 */
public interface CostTable {
  /** Parts of portable code. */
  enum Part {
    /** The function of a kernel: its call and return, its saved registers. */
    CALL,
    /** An array that is handed to it. */
    ARRAY,
    /** A loop is entered. */
    ENTRY,
    /** A turn of a loop. */
    LOOP,
    /** A term of an index, stepped in the loop of its variable. */
    INDEX,
    /** A local variable. */
    VARIABLE,
    /** An element of an array in RAM is loaded. */
    LOAD,
    /** An element of a constant is loaded. */
    LOAD_CONSTANT,
    /** An element is stored. */
    STORE,
    /** Addition or subtraction. */
    ADD,
    /** Minimum, maximum, one side of a clamp, a test. */
    CHOICE,
    /** Multiplication. */
    MUL,
    /** Multiplication of 16-bit numbers to 32 bits. */
    WIDE_MUL,
    /** Division. */
    DIV,
    /** Shift by a number of places. */
    SHIFT,
    /** A requantisation with one rounding. */
    SCALE,
    /** A requantisation with two roundings. */
    SCALE_TWICE,
    /** What a requantisation costs more whose shift differs by channel. */
    VARIABLE_SHIFT
  }

  /** Routines of the compiler's library; each is linked once. */
  enum Routine {
    /** Products of 16-bit numbers in 32 bits. */
    WIDE_MUL,
    /** Products in 32 bits. */
    MUL32,
    /** Products in 64 bits. */
    MUL64,
    /** Shifts in 64 bits. */
    SHIFT64,
    /** Additions and comparisons in 64 bits. */
    ADD64,
    /** Quotients in 16 bits. */
    DIV16,
    /** Quotients in 32 bits. */
    DIV32,
    /** Quotients in 64 bits. */
    DIV64
  }

  /**
   * Whether the figures come from the chip's core. Where they do not, nothing is changed for
   * portable C because it seems to be smaller.
   */
  default boolean isMeasured() {
    return true;
  }

  /** Cycles of one execution of the part in the type that it is computed in: 16, 32 or 64 bits. */
  double cycles(Part part, Element type);

  /** Bytes of code of the part. */
  double bytes(Part part, Element type);

  /**
   * Bytes of code that a kernel needs on top where it reads numbers of four bits: compilers that
   * print the loop for the lower and for the upper one, or step two pointers.
   */
  default int packed() {
    return 0;
  }

  /** Cycles that loading an element of a far constant takes more than of another. */
  default double farCycles(Element type) {
    return 0;
  }

  /** The same of bytes of code. */
  default double farBytes(Element type) {
    return 0;
  }

  /** The library routines that the part is compiled to. */
  Set<Routine> routines(Part part, Element type);

  /** Bytes of a library routine. */
  int bytes(Routine routine);

  /**
   * Bytes of stack that a kernel in which the part occurs may need: saved registers, what does not
   * fit into them, calls.
   */
  int stack(Part part, Element type);

  /** Bytes of stack beyond that, for so many bytes of local variables. */
  int locals(int bytes);

  /** Bytes of code of the run and init functions without their calls. */
  int driver();

  /** Bytes of code of a function that does nothing. */
  default int emptyFunction() {
    return 2;
  }

  /** Cycles of the run function without its calls. */
  int driverCycles();

  /** Bytes of stack of the run function. */
  int driverStack();

  /** Flash of a constant of so many bytes, at most: compilers may align the one behind it. */
  default int filled(int bytes) {
    return bytes;
  }

  /** Alignment of an element in memory. */
  int alignment(Element type);
}
