package dev.thimble.kernel;

import dev.thimble.graph.Arithmetic.Rounding;

/**
 * Integer expressions. Each operation carries the type that it is computed in; {@link Ranges}
 * proves that it holds.
 */
public sealed interface Expr {
  /** Operations on two numbers. */
  enum Op {
    /** Sum. */
    ADD,
    /** Difference. */
    SUB,
    /** Product. */
    MUL,
    /** Quotient, rounded towards zero; the divisor is positive. */
    DIV,
    /** The smaller. */
    MIN,
    /** The larger. */
    MAX,
    /** Shifted left. */
    SHL,
    /** Shifted right, rounded down. */
    SHR;

    /**
     * What results lie between.
     *
     * @throws ArithmeticException beyond 64 bits
     */
    public Interval of(Interval a, Interval b) {
      return switch (this) {
        case ADD -> a.plus(b);
        case SUB -> a.minus(b);
        case MUL -> a.times(b);
        case DIV -> a.dividedBy(b);
        case MIN -> new Interval(Math.min(a.low(), b.low()), Math.min(a.high(), b.high()));
        case MAX -> new Interval(Math.max(a.low(), b.low()), Math.max(a.high(), b.high()));
        case SHL -> a.times(new Interval(1L << b.low(), 1L << b.high()));
        case SHR -> a.shiftedRight(b);
      };
    }
  }

  /** Comparisons. */
  enum Relation {
    /** Less. */
    LT,
    /** Less or equal. */
    LE,
    /** Greater. */
    GT,
    /** Greater or equal. */
    GE,
    /** Equal. */
    EQ,
    /** Not equal. */
    NE
  }

  /** A number. */
  record Int(long value) implements Expr {}

  /** A function of loop variables. */
  record Index(Affine at) implements Expr {}

  /** A local variable; a nest's accumulator is {@link Nest#ACC}. */
  record Var(String name) implements Expr {
    /** Written out, as in {@link dev.thimble.graph.Value}. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Var that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }

  /** An element of an array. */
  record Load(Buffer buffer, Affine at) implements Expr {}

  /** An element of an array at a computed index. */
  record Lookup(Buffer buffer, Expr at) implements Expr {}

  /** An operation, computed in {@code type}. */
  record Bin(Op op, Expr left, Expr right, Element type) implements Expr {}

  /** {@code then} where the comparison holds, else {@code otherwise}. */
  record Select(Relation relation, Expr left, Expr right, Expr then, Expr otherwise)
      implements Expr {}

  /** The value brought between the limits. */
  record Clamp(Expr value, long low, long high) implements Expr {}

  /**
   * {@code value * multiplier * 2^-shift}, rounded; computed in {@code type} with a shift of at
   * least 1, and handed on in {@code result}, which has 32 or 64 bits.
   *
   * <p>{@link Rounding#SINGLE}: {@code (value * multiplier + 2^(shift-1)) >> shift}. {@link
   * Rounding#DOUBLE}: the same with {@code 2^30} added for values of at least 0 and taken away for
   * negative ones where {@code shift > 31}, which equals TensorFlow Lite's two roundings (NUMERICS
   * section 2).
   */
  record Requantise(
      Expr value, Expr multiplier, Expr shift, Rounding rounding, Element type, Element result)
      implements Expr {}

  /**
   * The value as an element of {@code type} keeps it: its lowest bits, the highest of them a sign.
   */
  record Wrap(Expr value, Element type) implements Expr {}

  /** In a nest's result: how many terms the bounds let through. */
  record Taps() implements Expr {}

  /** a + b, not yet typed. */
  static Expr add(Expr a, Expr b) {
    return isZero(b) ? a : isZero(a) ? b : new Bin(Op.ADD, a, b, Element.I64);
  }

  /** a - b, not yet typed. */
  static Expr sub(Expr a, Expr b) {
    if (b instanceof Int constant && constant.value < 0) {
      return add(a, new Int(-constant.value));
    }
    return isZero(b) ? a : new Bin(Op.SUB, a, b, Element.I64);
  }

  /** a * b, not yet typed. */
  static Expr mul(Expr a, Expr b) {
    return new Bin(Op.MUL, a, b, Element.I64);
  }

  /** value * multiplier * 2^-shift, not yet typed. */
  static Expr requantise(Expr value, Expr multiplier, Expr shift, Rounding rounding) {
    return new Requantise(value, multiplier, shift, rounding, Element.I64, Element.I64);
  }

  /** The value's lowest 16 bits, with their sign. */
  static Expr wrap16(Expr value) {
    return new Wrap(value, Element.I16);
  }

  /** a op b, not yet typed. */
  static Expr bin(Op op, Expr a, Expr b) {
    return new Bin(op, a, b, Element.I64);
  }

  private static boolean isZero(Expr e) {
    return e instanceof Int constant && constant.value == 0;
  }
}
