package dev.thimble.kernel.lower;

import dev.thimble.graph.Arithmetic.Divided;
import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Expr.Relation;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Quotients of bytes by a table of reciprocals, {@code internal/reference/div.h}. */
final class Division {
  private static final int MOST = 255;

  private static final int MOST_LOGARITHM = 7;

  private Division() {}

  static Stmt of(Divided rule, Context context, List<Axis> axes, Expr a, Expr b, Affine at) {
    List<Stmt> body = new ArrayList<>();
    Expr zero = new Expr.Int(rule.rightZeroPoint());
    Expr left = new Expr.Int(rule.leftZeroPoint());
    body.add(
        Stmt.Let.of(
            "number",
            new Expr.Select(
                Relation.GE,
                Expr.sub(b, zero),
                new Expr.Int(0),
                Expr.sub(a, left),
                Expr.sub(left, a))));
    body.add(
        Stmt.Let.of(
            "divisor",
            new Expr.Select(
                Relation.GE,
                Expr.sub(b, zero),
                new Expr.Int(0),
                Expr.sub(b, zero),
                Expr.sub(zero, b))));
    Expr number = new Expr.Clamp(new Expr.Var("number"), -MOST, MOST);
    Expr divisor = new Expr.Clamp(new Expr.Var("divisor"), 0, MOST);
    Expr signs = new Expr.Lookup(signs(context), Expr.add(number, new Expr.Int(MOST)));
    body.add(Stmt.Let.of("signs", signs));
    // The leading sign bits leave room for it; a product, for C does not shift what is negative.
    Expr power = Expr.bin(Op.SHL, new Expr.Int(1), new Expr.Var("signs"));
    Expr shifted = new Expr.Clamp(Expr.mul(number, power), Integer.MIN_VALUE, Integer.MAX_VALUE);
    Buffer reciprocals = context.constant("reciprocals", rule.reciprocals());
    body.add(
        Stmt.Let.of(
            "quotient",
            Expr.requantise(
                shifted,
                new Expr.Lookup(reciprocals, divisor),
                new Expr.Int(Divided.SHIFT),
                Rounding.SINGLE)));
    Expr shift = Expr.add(new Expr.Var("signs"), new Expr.Lookup(logarithms(context), divisor));
    body.add(
        Stmt.Let.of(
            "shift",
            new Expr.Clamp(
                Expr.add(shift, new Expr.Int(rule.ratio().shift())), 1, Divided.MAX_SHIFT)));
    Expr scaled =
        Expr.requantise(
            new Expr.Clamp(new Expr.Var("quotient"), Integer.MIN_VALUE, Integer.MAX_VALUE),
            new Expr.Int(rule.ratio().multiplier()),
            new Expr.Var("shift"),
            Rounding.DOUBLE);
    scaled = overShifted(rule, number, new Expr.Lookup(logarithms(context), divisor), scaled);
    Expr zeroed = Expr.add(scaled, new Expr.Int(rule.output().zeroPoint()));
    body.add(new Stmt.Store(context.output(), at, Context.clamp(zeroed, rule.output())));
    Stmt all = new Stmt.Seq(body);
    for (int axis = axes.size() - 1; axis >= 0; axis--) {
      all = Stmt.For.of(axes.get(axis), all);
    }
    return all;
  }

  /** Zero divided is one where its shift would be above the largest. */
  private static Expr overShifted(Divided rule, Expr number, Expr logarithm, Expr scaled) {
    int most = rule.mostOfZero();
    if (most >= MOST_LOGARITHM) {
      return scaled;
    }
    Expr one =
        new Expr.Select(
            Relation.GT, logarithm, new Expr.Int(most), new Expr.Int(1), new Expr.Int(0));
    return new Expr.Select(Relation.EQ, number, new Expr.Int(0), one, scaled);
  }

  /** How often each number can be doubled in 32 bits. */
  private static Buffer signs(Context context) {
    return context.constant(
        "signs",
        LongStream.rangeClosed(-MOST, MOST).map(n -> n == 0 ? 0 : signs((int) n)).toArray());
  }

  private static int signs(int n) {
    return Integer.numberOfLeadingZeros(n < 0 ? ~n : n) - 1;
  }

  private static Buffer logarithms(Context context) {
    return context.constant(
        "logarithms",
        LongStream.rangeClosed(0, MOST)
            .map(d -> 63 - Long.numberOfLeadingZeros(Math.max(1, d)))
            .toArray());
  }
}
