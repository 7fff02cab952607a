package dev.thimble.kernel.lower;

import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Expr.Relation;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** Roots digit by digit, in 32 bits. */
final class SquareRoot {
  /** Numbers of so many bits are rooted. */
  static final int BITS = 30;

  private static final Interval ROOTS = new Interval(0, (1L << (BITS / 2)));
  private static final Interval RESTS = new Interval(0, 2 * ROOTS.high());

  private SquareRoot() {}

  /** Statements that set the variable {@code name} to the root of a number, rounded to nearest. */
  static List<Stmt> of(String name, Expr number) {
    List<Stmt> all = new ArrayList<>(down(name, number));
    Expr rest = new Expr.Var(name + "_rest");
    all.add(new Stmt.If(Relation.GT, rest, new Expr.Var(name), moved(name, 1)));
    return all;
  }

  /** Statements that set the variable to the root of a number, rounded down. */
  static List<Stmt> down(String name, Expr number) {
    return List.of(
        Stmt.Let.of(name + "_rest", new Expr.Int(0), RESTS),
        Stmt.Let.of(name, new Expr.Int(0), ROOTS),
        new Stmt.Block(digits(name + "_rest", name, number, BITS, ROOTS)));
  }

  /** Makes the root more by one, or less. */
  static Stmt moved(String name, int by) {
    Expr next = Expr.add(new Expr.Var(name), new Expr.Int(by));
    return new Stmt.Assign(name, new Expr.Clamp(next, 0, ROOTS.high()));
  }

  /**
   * Takes two bits of a number at a time and makes one of its root of them: what remains is never
   * more than twice the root.
   *
   * @param rest the variable with what remains
   * @param root the variable with the root so far, within {@code roots}
   * @param number of so many bits
   */
  static Stmt digits(String rest, String root, Expr number, int bits, Interval roots) {
    Expr left = new Expr.Var("left");
    Expr pair = new Expr.Var("pair");
    Expr grown = new Expr.Var("grown");
    Expr trial = new Expr.Var("trial");
    Expr doubled = Expr.mul(new Expr.Var(root), new Expr.Int(2));
    Interval all = new Interval(0, (1L << bits) - 1);
    Expr top = Expr.bin(Op.SHL, pair, new Expr.Int(bits - 2));
    Expr below = new Expr.Clamp(Expr.sub(left, top), 0, (1L << (bits - 2)) - 1);
    Stmt digit =
        Stmt.Seq.of(
            Stmt.Let.of("pair", Expr.bin(Op.SHR, left, new Expr.Int(bits - 2))),
            new Stmt.Assign("left", Expr.mul(below, new Expr.Int(4))),
            Stmt.Let.of("grown", Expr.add(Expr.mul(new Expr.Var(rest), new Expr.Int(4)), pair)),
            Stmt.Let.of("trial", Expr.add(Expr.mul(doubled, new Expr.Int(2)), new Expr.Int(1))),
            new Stmt.Assign(
                rest,
                new Expr.Clamp(
                    new Expr.Select(Relation.GE, grown, trial, Expr.sub(grown, trial), grown),
                    0,
                    2 * roots.high())),
            new Stmt.Assign(
                root,
                new Expr.Clamp(
                    new Expr.Select(
                        Relation.GE, grown, trial, Expr.add(doubled, new Expr.Int(1)), doubled),
                    0,
                    roots.high())));
    return Stmt.Seq.of(
        Stmt.Let.of("left", new Expr.Clamp(number, 0, all.high()), all),
        Stmt.For.of(new Axis("digit", bits / 2), digit));
  }
}
