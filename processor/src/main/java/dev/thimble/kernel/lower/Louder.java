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
import java.util.ArrayList;
import java.util.List;

/**
 * Complex numbers of 16 bits made larger by a factor of 2 to 8 while their magnitudes stay below
 * 2^15, and how often they were doubled.
 *
 * @param numbers the array
 * @param length how much of it
 */
record Louder(Buffer numbers, int length) {
  /** Both parts up to here: the magnitude is at most 2^15 after one doubling, less rounding. */
  private static final int QUIET = 11_584;

  /** Numbers that a round of a loop takes. */
  private static final int GROUP = 4;

  private static final Interval SHIFTS = new Interval(0, HalvingFft.MOST_SHIFT);

  /** The count begins with what was shifted already. */
  List<Stmt> begin(Expr shifted) {
    return List.of(
        Stmt.Let.of("shift", new Expr.Clamp(shifted, 0, SHIFTS.high()), SHIFTS),
        Stmt.Let.of("peak", new Expr.Int(0), new Interval(0, Short.MAX_VALUE)),
        Stmt.Let.of("doublings", new Expr.Int(0), new Interval(0, 3)),
        Stmt.Let.of("factor", new Expr.Int(1), new Interval(1, 8)));
  }

  /** Looks at all numbers, and doubles them as often as they allow. */
  Stmt doubled() {
    Axis groups = new Axis("i", length / GROUP);
    Expr zero = new Expr.Int(0);
    Expr peak = new Expr.Var("peak");
    Expr doublings = new Expr.Var("doublings");
    List<Stmt> look = new ArrayList<>();
    List<Stmt> larger = new ArrayList<>();
    for (int k = 0; k < GROUP; k++) {
      Expr number = new Expr.Load(numbers, at(k));
      Expr given = new Expr.Var("given" + k);
      Expr other = Expr.sub(new Expr.Int(-1), given);
      Expr size = new Expr.Select(Relation.LT, given, zero, other, given);
      look.add(Stmt.Let.of("given" + k, number));
      look.add(new Stmt.Assign("peak", Expr.bin(Op.MAX, peak, size)));
      Expr product = Expr.wrap16(Expr.mul(number, new Expr.Var("factor")));
      larger.add(new Stmt.Store(numbers, at(k), product));
    }
    Expr shift = Expr.add(new Expr.Var("shift"), doublings);
    Stmt louder =
        Stmt.Seq.of(
            new Stmt.Assign("factor", Expr.bin(Op.SHL, new Expr.Int(1), doublings)),
            Stmt.For.of(groups, new Stmt.Seq(larger)),
            new Stmt.Assign("shift", new Expr.Clamp(shift, 0, SHIFTS.high())));
    Expr often = new Expr.Select(Relation.LE, peak, quiet(2), new Expr.Int(3), new Expr.Int(2));
    Expr some = new Expr.Select(Relation.LE, peak, quiet(1), often, new Expr.Int(1));
    return new Stmt.Block(
        Stmt.Seq.of(
            new Stmt.Assign("peak", zero),
            Stmt.For.of(groups, new Stmt.Seq(look)),
            new Stmt.If(
                Relation.LE,
                peak,
                quiet(0),
                Stmt.Seq.of(new Stmt.Assign("doublings", some), louder))));
  }

  /** How large numbers may be that are doubled once more than so many times. */
  private static Expr quiet(int times) {
    return new Expr.Int(QUIET >> times);
  }

  private static Affine at(int k) {
    return Affine.of(k).plus("i", GROUP);
  }

  /** Stores the count. */
  Stmt end(Buffer shift) {
    return new Stmt.Store(shift, Affine.of(0), new Expr.Var("shift"));
  }
}
