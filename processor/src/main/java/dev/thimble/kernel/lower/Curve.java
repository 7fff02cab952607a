package dev.thimble.kernel.lower;

import dev.thimble.graph.Arithmetic;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Stmt;
import java.util.List;

/** A function by straight lines between the values of a table. */
final class Curve {
  private Curve() {}

  static Stmt of(Arithmetic.Curve rule, Context context, Expr x, List<Axis> axes, Affine at) {
    Buffer table = context.constant("table", rule.table());
    Expr v = new Expr.Var("v");
    Expr i = new Expr.Var("line");
    Expr from = new Expr.Var("from");
    Expr value = from;
    if (rule.bits() > 0) {
      Expr rest = Expr.sub(v, Expr.mul(i, new Expr.Int(1L << rule.shift())));
      Expr fraction =
          rule.shift() == rule.bits()
              ? rest
              : Expr.bin(Op.SHR, rest, new Expr.Int(rule.shift() - rule.bits()));
      // The interval analysis does not see that the rest is one.
      Expr bounded = new Expr.Clamp(fraction, 0, (1L << rule.bits()) - 1);
      Expr to = new Expr.Lookup(table, Expr.add(i, new Expr.Int(1)));
      Expr rise =
          Expr.add(Expr.mul(Expr.sub(to, from), bounded), new Expr.Int(1L << (rule.bits() - 1)));
      value =
          new Expr.Clamp(
              Expr.add(from, Expr.bin(Op.SHR, rise, new Expr.Int(rule.bits()))),
              table.range().low(),
              table.range().high());
    }
    Expr line = rule.shift() == 0 ? v : Expr.bin(Op.SHR, v, new Expr.Int(rule.shift()));
    Stmt body =
        Stmt.Seq.of(
            Stmt.Let.of(
                "v",
                Expr.sub(new Expr.Clamp(x, rule.low(), rule.high()), new Expr.Int(rule.low()))),
            Stmt.Let.of("line", line),
            Stmt.Let.of("from", new Expr.Lookup(table, i)),
            new Stmt.Store(context.output(), at, value));
    return axes.isEmpty() ? body : Stmt.For.of(axes.get(0), body);
  }
}
