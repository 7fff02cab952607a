package dev.thimble.backend;

import dev.thimble.kernel.Element;

/**
 * What the parts of portable C cost after compilation, as upper bounds: compilers differ, and a
 * model that fits by prediction must fit in fact.
 */
public interface CostTable {
  /** Parts of portable code. */
  enum Part {
    /** An element of an array in RAM is loaded. */
    LOAD,
    /** An element of a constant is loaded. */
    LOAD_CONSTANT,
    /** An element is stored. */
    STORE,
    /** Addition, subtraction, comparison or choice. */
    ADD,
    /** Multiplication. */
    MUL,
    /** Division. */
    DIV,
    /** Shift by a number of places. */
    SHIFT,
    /** A requantisation. */
    REQUANTISE,
    /** One turn of a loop. */
    LOOP,
    /** A call and its return, with saved registers. */
    CALL
  }

  /** Cycles of the part in the type that it is computed in. */
  int cycles(Part part, Element type);

  /** Bytes of code of the part. */
  int bytes(Part part, Element type);

  /** Bytes of a library routine that is linked once if the part occurs in the type; 0 for none. */
  int library(Part part, Element type);

  /** Bytes of stack of a step's function: return address, saved registers and locals. */
  int stack(int locals);

  /** Bytes of code of the driver: the run and init functions and their calls. */
  int driver(int kernels);

  /** Bytes of stack of the driver. */
  int driverStack();

  /** Alignment of an element in memory. */
  int alignment(Element type);
}
