package dev.thimble.kernel.lower;

import dev.thimble.graph.Statistics;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Expr.Relation;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/**
 * How far the readings of a channel lie from a centre: the mean of squares, of readings shifted so
 * that sums fit 32 bits. All variables begin with a prefix of their own.
 */
final class Spread {
  /** Bits behind the point of the mean square, twice those of its root. */
  private static final int FRACTION = 4;

  /** Magnitudes of differences of 16-bit numbers. */
  private static final int MOST_BITS = 17;

  private static final int MOST_UP = 12;

  private final String prefix;
  private final int rows;
  private final int bits;

  Spread(String prefix, int rows) {
    this.prefix = prefix;
    this.rows = rows;
    // Four more for the fraction of a mean square, whose root is taken in 30.
    this.bits = Math.min(Statistics.squareBits(rows), (SquareRoot.BITS - FRACTION) / 2 - 1);
  }

  private String name(String of) {
    return prefix + "_" + of;
  }

  private Expr variable(String of) {
    return new Expr.Var(name(of));
  }

  /** The factor that shifts up, and how far it is shifted down: one of them does nothing. */
  Expr factor() {
    return variable("factor");
  }

  Expr down() {
    return variable("down");
  }

  /** Half of what is shifted away. */
  Expr half() {
    return variable("half");
  }

  /** Four times the root of the mean square of what is shifted. */
  Expr root() {
    return variable("root");
  }

  /** What a difference from the centre is shifted to. */
  Expr shifted(Expr difference, Expr factor, Expr half, Expr down) {
    Expr shifted = Expr.bin(Op.SHR, Expr.add(Expr.mul(difference, factor), half), down);
    return new Expr.Clamp(shifted, -(1L << bits), 1L << bits);
  }

  /**
   * Statements that find all of them.
   *
   * @param x a reading, by {@code i}
   * @param largest magnitude of all differences
   */
  List<Stmt> of(Expr x, Expr centre, Expr largest) {
    List<Stmt> body = new ArrayList<>();
    body.add(Stmt.Let.of(name("largest"), new Expr.Clamp(largest, 0, (1L << MOST_BITS) - 1)));
    body.addAll(BitLength.of(name("bits"), variable("largest"), MOST_BITS));
    Expr length = variable("bits");
    int most = Math.min(bits, MOST_UP);
    body.add(
        Stmt.Let.of(name("up"), new Expr.Clamp(Expr.sub(new Expr.Int(bits), length), 0, most)));
    body.add(
        Stmt.Let.of(
            name("down"), new Expr.Clamp(Expr.sub(length, new Expr.Int(bits)), 0, MOST_BITS)));
    body.add(Stmt.Let.of(name("factor"), Expr.bin(Op.SHL, new Expr.Int(1), variable("up"))));
    Expr away = Expr.bin(Op.SHL, new Expr.Int(1), down());
    body.add(Stmt.Let.of(name("half"), Expr.bin(Op.SHR, away, new Expr.Int(1))));
    long all = (long) rows << (2 * bits);
    body.add(Stmt.Let.of(name("squares"), new Expr.Int(0), new Interval(0, all)));
    Expr e = new Expr.Var(name("e"));
    Expr grown = Expr.add(variable("squares"), Expr.mul(e, e));
    body.add(
        Stmt.For.of(
            new Axis("i", rows),
            Stmt.Seq.of(
                Stmt.Let.of(name("e"), shifted(Expr.sub(x, centre), factor(), half(), down())),
                new Stmt.Assign(name("squares"), new Expr.Clamp(grown, 0, all)))));
    body.addAll(meanSquare());
    body.addAll(SquareRoot.of(name("root"), variable("fine")));
    return body;
  }

  /** Quotient and remainder apart, so that the fraction fits 32 bits. */
  private List<Stmt> meanSquare() {
    Expr n = new Expr.Int(rows);
    Expr whole = Expr.bin(Op.DIV, variable("squares"), n);
    Expr rest = Expr.sub(variable("squares"), Expr.mul(variable("whole"), n));
    Expr half = new Expr.Int(rows / 2);
    Expr scaled =
        Expr.add(
            Expr.bin(Op.SHL, new Expr.Clamp(variable("rest"), 0, rows), new Expr.Int(FRACTION)),
            half);
    Expr fine =
        Expr.add(
            Expr.bin(Op.SHL, variable("whole"), new Expr.Int(FRACTION)),
            Expr.bin(Op.DIV, scaled, n));
    return List.of(
        Stmt.Let.of(name("whole"), whole),
        Stmt.Let.of(name("rest"), rest),
        Stmt.Let.of(name("fine"), fine));
  }

  /** The root in the readings' own unit. */
  Expr deviation() {
    Expr up = Expr.bin(Op.SHL, new Expr.Int(FRACTION / 2), variable("up"));
    Expr grown = Expr.mul(root(), Expr.bin(Op.SHL, new Expr.Int(1), down()));
    return Expr.bin(
        Op.SHR, Expr.add(grown, up), Expr.add(variable("up"), new Expr.Int(FRACTION / 2)));
  }

  /** The mean square in the readings' own unit, squared. */
  Expr variance() {
    Expr twiceUp = Expr.mul(variable("up"), new Expr.Int(2));
    Expr twiceDown = Expr.mul(down(), new Expr.Int(2));
    Expr half = Expr.bin(Op.SHL, new Expr.Int(1 << (FRACTION - 1)), twiceUp);
    Expr small =
        Expr.bin(
            Op.SHR, Expr.add(variable("fine"), half), Expr.add(twiceUp, new Expr.Int(FRACTION)));
    Expr large = Expr.mul(variable("whole"), Expr.bin(Op.SHL, new Expr.Int(1), twiceDown));
    Expr either = new Expr.Select(Relation.GT, down(), new Expr.Int(0), large, small);
    return new Expr.Clamp(either, 0, Integer.MAX_VALUE);
  }

  /** What a shifted difference is multiplied by, before a shift by 12, for steps of 1/64 of it. */
  Expr reciprocal() {
    Expr quotient = Expr.bin(Op.DIV, new Expr.Int(1 << 20), new Expr.Clamp(root(), 1, 1 << 15));
    Expr limited = new Expr.Clamp(quotient, 0, 1L << (30 - bits));
    return new Expr.Select(Relation.GT, root(), new Expr.Int(0), limited, new Expr.Int(0));
  }
}
