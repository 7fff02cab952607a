package dev.thimble.kernel.lower;

import dev.thimble.graph.HalvingFft;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Expr.Relation;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Stmt;
import java.util.List;

/**
 * Complex numbers of 16 bits made larger by a factor of 2 or 4 while their magnitudes stay below
 * 2^15, and how often they were doubled.
 *
 * @param numbers the array
 * @param length how much of it
 */
record Louder(Buffer numbers, int length) {
  /** Both parts up to here: the magnitude is at most 2^15 after one doubling, less rounding. */
  private static final int QUIET = 11_584;

  private static final Interval SHIFTS = new Interval(0, HalvingFft.MOST_SHIFT);

  /** The count begins with what was shifted already. */
  List<Stmt> begin(Expr shifted) {
    return List.of(
        Stmt.Let.of("shift", new Expr.Clamp(shifted, 0, SHIFTS.high()), SHIFTS),
        Stmt.Let.of("peak", new Expr.Int(0), new Interval(0, Short.MAX_VALUE)),
        Stmt.Let.of("doublings", new Expr.Int(0), new Interval(0, 2)),
        Stmt.Let.of("factor", new Expr.Int(1), new Interval(1, 4)));
  }

  /** Looks at all numbers, and doubles them as often as they allow. */
  Stmt doubled() {
    Affine i = Affine.of("i");
    Axis all = new Axis("i", length);
    Expr given = new Expr.Var("given");
    Expr zero = new Expr.Int(0);
    Expr size = new Expr.Select(Relation.LT, given, zero, Expr.sub(new Expr.Int(-1), given), given);
    Expr peak = new Expr.Var("peak");
    Expr doublings = new Expr.Var("doublings");
    Stmt look =
        Stmt.Seq.of(
            Stmt.Let.of("given", new Expr.Load(numbers, i)),
            new Stmt.Assign("peak", Expr.bin(Op.MAX, peak, size)));
    Expr larger = Expr.wrap16(Expr.mul(new Expr.Load(numbers, i), new Expr.Var("factor")));
    Expr shift = Expr.add(new Expr.Var("shift"), doublings);
    Stmt louder =
        Stmt.Seq.of(
            new Stmt.Assign("factor", Expr.bin(Op.SHL, new Expr.Int(1), doublings)),
            Stmt.For.of(all, new Stmt.Store(numbers, i, larger)),
            new Stmt.Assign("shift", new Expr.Clamp(shift, 0, SHIFTS.high())));
    Expr twice =
        new Expr.Select(
            Relation.LE, peak, new Expr.Int(QUIET / 2), new Expr.Int(2), new Expr.Int(1));
    return new Stmt.Block(
        Stmt.Seq.of(
            new Stmt.Assign("peak", zero),
            Stmt.For.of(all, look),
            new Stmt.If(
                Relation.LE,
                peak,
                new Expr.Int(QUIET),
                Stmt.Seq.of(new Stmt.Assign("doublings", twice), louder))));
  }

  /** Stores the count. */
  Stmt end(Buffer shift) {
    return new Stmt.Store(shift, Affine.of(0), new Expr.Var("shift"));
  }
}
