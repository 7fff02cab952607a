package dev.thimble.kernel.lower;

import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Expr.Relation;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Stmt;
import java.util.List;

/**
 * The reciprocal of a root as {@code root * 2^(-31 - root_shift)}: {@code
 * GetInvSqrtQuantizedMultiplierExp} of TensorFlow Lite's {@code internal/common.h}.
 */
final class InverseRoot {
  /** The variable that holds the mantissa. */
  static final String ROOT = "root";

  /** The variable that holds how far it is to be shifted. */
  static final String SHIFT = "root_shift";

  /** The number as Newton's steps take it lies between this and four times this. */
  private static final long LEAST = 1L << 27;

  private static final int LARGEST_SHIFT = 13;
  private static final int PAIRS = 13;
  private static final int STEPS = 5;
  private static final int HALF_ROOT_OF_TWO = 1_518_500_250;

  private InverseRoot() {}

  /** Statements that set both variables from a number from 0 to 2^31 - 1. */
  static List<Stmt> of(Expr number) {
    Expr scaled = new Expr.Var("scaled");
    Expr root = new Expr.Var(ROOT);
    Expr shift = new Expr.Var(SHIFT);
    Interval numbers = new Interval(0, Integer.MAX_VALUE);
    Expr positive = new Expr.Clamp(number, 0, Integer.MAX_VALUE);
    Expr quarter = Expr.bin(Op.SHR, scaled, new Expr.Int(2));
    Expr fourfold = new Expr.Clamp(Expr.mul(scaled, new Expr.Int(4)), 0, Integer.MAX_VALUE);
    return List.of(
        Stmt.Let.of("scaled", positive, numbers),
        Stmt.Let.of(SHIFT, new Expr.Int(11), new Interval(-2, LARGEST_SHIFT)),
        whereLarge(
            Stmt.Seq.of(new Stmt.Assign("scaled", quarter), new Stmt.Assign(SHIFT, moved(1)))),
        Stmt.For.of(
            new Axis("pair", PAIRS),
            new Stmt.If(
                Relation.LT,
                scaled,
                new Expr.Int(LEAST),
                Stmt.Seq.of(
                    new Stmt.Assign("scaled", fourfold), new Stmt.Assign(SHIFT, moved(-1))))),
        Stmt.Let.of("half", half(scaled)),
        Stmt.Let.of(ROOT, new Expr.Int(1 << 28), new Interval(0, Integer.MAX_VALUE)),
        Stmt.For.of(new Axis("pass", STEPS), step(root)),
        new Stmt.Assign(ROOT, word(high(root, new Expr.Int(HALF_ROOT_OF_TWO)))),
        new Stmt.If(
            Relation.LT,
            shift,
            new Expr.Int(0),
            Stmt.Seq.of(
                new Stmt.Assign(ROOT, word(Expr.bin(Op.SHL, root, left(shift)))),
                new Stmt.Assign(SHIFT, new Expr.Int(0)))),
        new Stmt.If(
            Relation.LE,
            number,
            new Expr.Int(1),
            Stmt.Seq.of(
                new Stmt.Assign(ROOT, new Expr.Int(Integer.MAX_VALUE)),
                new Stmt.Assign(SHIFT, new Expr.Int(0)))));
  }

  private static Stmt whereLarge(Stmt then) {
    return new Stmt.If(Relation.GE, new Expr.Var("scaled"), new Expr.Int(LEAST * 4), then);
  }

  private static Expr moved(int by) {
    return new Expr.Clamp(Expr.add(new Expr.Var(SHIFT), new Expr.Int(by)), -2, LARGEST_SHIFT);
  }

  /** Half of the number's half, which is what three integer bits make of it, rounded. */
  private static Expr half(Expr scaled) {
    Expr lower = Expr.bin(Op.SHR, scaled, new Expr.Int(1));
    return Expr.bin(Op.SHR, Expr.add(lower, new Expr.Int(1)), new Expr.Int(1));
  }

  /** {@code root * (3 - number * root^2) / 2}. */
  private static Stmt step(Expr root) {
    Expr cube = high(word(high(root, root)), root);
    Expr grown = word(Expr.mul(cube, new Expr.Int(1 << 6)));
    Expr more = high(root, new Expr.Int((1 << 28) + (1 << 27)));
    Expr less = high(new Expr.Var("half"), new Expr.Var("cube"));
    return Stmt.Seq.of(
        Stmt.Let.of("cube", grown),
        new Stmt.Assign(ROOT, word(Expr.mul(Expr.sub(more, less), new Expr.Int(1 << 3)))));
  }

  private static Expr left(Expr shift) {
    return new Expr.Clamp(Expr.sub(new Expr.Int(0), shift), 0, 2);
  }

  private static Expr high(Expr a, Expr b) {
    return Expr.requantise(a, b, new Expr.Int(31), Rounding.SINGLE);
  }

  /** Never negative, and saturated as the reference does. */
  private static Expr word(Expr value) {
    return new Expr.Clamp(value, 0, Integer.MAX_VALUE);
  }
}
