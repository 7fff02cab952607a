package dev.thimble.backend.cmsis;

import dev.thimble.kernel.Interval;

/** Arithmetic on registers of 32 bits, in as many instructions as the core needs. */
abstract class NumberCode {
  static final int WORD_BITS = 32;
  private static final int SMALL = 7;
  private static final int BYTE = 255;

  final VirtualCode code;

  NumberCode(VirtualCode code) {
    this.code = code;
  }

  /** The code for cores with Thumb-2, or without. */
  static NumberCode of(VirtualCode code, boolean thumb2) {
    return thumb2 ? new WideNumbers(code) : new NarrowNumbers(code);
  }

  /** A number, in a register that must not be changed. */
  abstract int number(int value);

  /** The address of a constant, in a register that must not be changed. */
  abstract int address(int constant, long offset);

  /** What the assembler calls a byte of a constant. */
  static String symbol(int constant, long offset) {
    return "%c[c" + constant + "]" + (offset == 0 ? "" : "+" + offset);
  }

  int add(int a, int b) {
    return code.make("adds {0}, {1}, {2}", a, b);
  }

  int subtract(int a, int b) {
    return code.make("subs {0}, {1}, {2}", a, b);
  }

  /** A register plus a number. */
  int plus(int a, int by) {
    if (by == 0) {
      return a;
    }
    String name = by > 0 ? "adds" : "subs";
    int size = Math.abs(by);
    if (size <= SMALL) {
      return code.make(name + " {0}, {1}, #" + size, a);
    }
    return large(a, by);
  }

  /** The same for more than 7. */
  abstract int large(int a, int by);

  /** Adds a number to a register itself. */
  void advance(int register, int by) {
    int size = Math.abs(by);
    if (size > 0 && size <= BYTE) {
      code.change((by > 0 ? "adds" : "subs") + " {0}, {0}, #" + size, register);
    } else if (size > 0) {
      code.move(register, plus(register, by));
    }
  }

  /** A number less a register. */
  int less(int value, int a) {
    return value == 0 ? code.make("rsbs {0}, {1}, #0", a) : subtract(number(value), a);
  }

  /** The larger of two numbers, or the smaller, in the first one's own register. */
  abstract void extreme(int a, int b, boolean larger);

  /** The quotient, rounded towards zero. */
  abstract int divide(int a, int b);

  abstract int multiply(int a, int b);

  /** A register times a number. */
  int times(int a, long factor) {
    return factor > 0 && Long.bitCount(factor) == 1
        ? left(a, Long.numberOfTrailingZeros(factor))
        : multiply(a, number((int) factor));
  }

  /** a * b + c. */
  int multiplyAdd(int a, int b, int c) {
    return add(multiply(a, b), c);
  }

  /** Adds a product to a sum. */
  abstract void accumulate(int sum, int a, int b);

  int left(int a, int bits) {
    return bits == 0 ? a : code.make("lsls {0}, {1}, #" + bits, a);
  }

  int right(int a, int bits) {
    return bits == 0 ? a : code.make("asrs {0}, {1}, #" + Math.min(31, bits), a);
  }

  int logical(int a, int bits) {
    return bits == 0 ? a : code.make("lsrs {0}, {1}, #" + bits, a);
  }

  /**
   * A number, shifted right, between limits.
   *
   * @param range what it is after the shift
   */
  abstract int clamp(int a, int shift, Interval range, Interval limits);

  /** {@code then} where a comparison holds, else {@code otherwise}. */
  abstract int select(Comparison test, int then, int otherwise);

  /**
   * A comparison.
   *
   * @param condition of the processor: lt, le, gt, ge, eq, ne
   */
  record Comparison(String condition, int left, int right) {}

  /** The same beside a number. */
  int select(String condition, int left, int right, int then, int otherwise) {
    return select(new Comparison(condition, left, number(right)), then, otherwise);
  }

  /** The number without its sign. */
  abstract int magnitude(int a);

  /** {@code minus - value} where the sign is below 0, else {@code value + plus}. */
  abstract int mirrored(int sign, int value, int minus, int plus);

  /** The lowest bits of a number, the highest of them a sign. */
  int wrap(int a, int bits) {
    if (bits == Byte.SIZE || bits == Short.SIZE) {
      return code.make(bits == Byte.SIZE ? "sxtb {0}, {1}" : "sxth {0}, {1}", a);
    }
    return right(left(a, WORD_BITS - bits), WORD_BITS - bits);
  }

  /**
   * {@code (a * multiplier + constant) >> shift} in 64 bits, of which the lower 32 are handed on.
   *
   * @param twice whether 2^31 is taken away where {@code a} is negative
   */
  abstract int scaled(int a, Factor multiplier, long constant, int shift, boolean twice);

  /** A number of 64 bits in two registers that may be changed. */
  record Wide(int low, int high) {}

  Wide longNumber(long value) {
    int low = code.copy(number((int) value));
    return new Wide(low, code.copy(number((int) (value >> WORD_BITS))));
  }

  /** Adds a product. */
  abstract void accumulate(Wide sum, int a, int b);

  /** The lower 32 bits after a shift to the right. */
  int shifted(Wide value, int bits) {
    if (bits >= WORD_BITS) {
      return right(value.high(), bits - WORD_BITS);
    }
    return joined(left(value.high(), WORD_BITS - bits), value.low(), bits);
  }

  /** A number whose lowest bits are zero, with the upper ones of another. */
  abstract int joined(int upper, int low, int bits);

  /**
   * A multiplier.
   *
   * @param known whether it is a number, else a register
   */
  record Factor(boolean known, int value, int register) {}
}
