package dev.thimble.kernel.lower;

import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.graph.Arithmetic.SoftmaxLookup;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Softmax over int16 by two interpolated tables, {@code SoftmaxInt16} of {@code
 * internal/reference/softmax.h}. The sum's leading zeros are found by comparisons: few numbers of
 * them are possible.
 */
final class LowerWideSoftmax implements Lowering {
  /** Bits of the sum's mantissa that the reciprocal is looked up with. */
  private static final int MANTISSA = 17;

  /** Brings mantissas from 65536 to 131071 around 0. */
  private static final int CENTRE = 98_304;

  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    SoftmaxLookup rule = (SoftmaxLookup) node.arithmetic().orElseThrow();
    Shape shape = graph.in(node, 0).shape();
    int classes = shape.extent(-1);
    int rows = shape.size() / classes;
    Affine at = rows > 1 ? Affine.of("k").plus("n", classes) : Affine.of("k");
    Stmt row = row(rule, context, new Axis("k", classes), at);
    return rows > 1 ? Stmt.For.of(new Axis("n", rows), row) : row;
  }

  private static Stmt row(SoftmaxLookup rule, Context context, Axis k, Affine at) {
    Interval values =
        new Interval(Collections.min(rule.exponentials()), Collections.max(rule.exponentials()));
    Buffer powers = context.scratch("powers", Element.I16, k.extent(), values);
    Buffer x = context.input(0);
    Expr lowest = new Expr.Int(x.element().range().low());
    Expr each = new Expr.Load(powers, Affine.of(k.name()));
    List<Stmt> body = new ArrayList<>();
    body.add(Stmt.Fold.of("largest", List.of(k), Op.MAX, lowest, new Expr.Load(x, at)));
    body.add(Stmt.For.of(k, exponential(rule, context, powers, new Expr.Load(x, at), k)));
    body.add(Stmt.Fold.of("sum", List.of(k), Op.ADD, new Expr.Int(0), each));
    body.addAll(mantissa(rule, values.high() * k.extent()));
    body.addAll(
        Interpolation.lookup(
            context,
            "reciprocals",
            rule.reciprocals(),
            Expr.sub(new Expr.Var("mantissa"), new Expr.Int(CENTRE)),
            "reciprocal"));
    body.add(Stmt.For.of(k, new Stmt.Store(context.output(), at, score(each))));
    return new Stmt.Seq(body);
  }

  private static Stmt exponential(
      SoftmaxLookup rule, Context context, Buffer powers, Expr x, Axis k) {
    // Never above 0, for the other one is the largest.
    Expr below = new Expr.Clamp(Expr.sub(x, new Expr.Var("largest")), -65_535, 0);
    Expr scaled = Context.scaled(below, rule.difference(), Rounding.DOUBLE);
    List<Stmt> body =
        new ArrayList<>(
            Interpolation.lookup(
                context,
                "exponentials",
                rule.exponentials(),
                Expr.add(scaled, new Expr.Int(Short.MAX_VALUE)),
                "power"));
    body.add(new Stmt.Store(powers, Affine.of(k.name()), new Expr.Var("power")));
    return new Stmt.Seq(body);
  }

  /** The number of bits of the sum, and its first {@link #MANTISSA}, rounded. */
  private static List<Stmt> mantissa(SoftmaxLookup rule, long highest) {
    int fewest = bits(Interpolation.largest(rule.exponentials()));
    int most = bits(highest);
    Interval range = new Interval(0, highest << Math.max(0, MANTISSA - fewest));
    List<Stmt> body = new ArrayList<>();
    body.add(
        Stmt.Let.of(
            "bits", new Expr.Int(fewest), new Interval(fewest, Math.max(most, fewest + 1))));
    body.add(Stmt.Let.of("mantissa", mantissa(fewest), range));
    for (int bits = fewest + 1; bits <= most; bits++) {
      body.add(
          new Stmt.If(
              Expr.Relation.GE,
              new Expr.Var("sum"),
              new Expr.Int(1L << (bits - 1)),
              Stmt.Seq.of(
                  new Stmt.Assign("bits", new Expr.Int(bits)),
                  new Stmt.Assign("mantissa", mantissa(bits)))));
    }
    return body;
  }

  private static Expr mantissa(int bits) {
    Expr sum = new Expr.Var("sum");
    int cut = bits - MANTISSA;
    if (cut <= 0) {
      return Expr.mul(sum, new Expr.Int(1L << -cut));
    }
    return Expr.bin(Op.SHR, Expr.add(sum, new Expr.Int(1L << (cut - 1))), new Expr.Int(cut));
  }

  private static int bits(long value) {
    return Long.SIZE - Long.numberOfLeadingZeros(value);
  }

  private static Expr score(Expr exponential) {
    Expr bits = new Expr.Var("bits");
    Expr half = Expr.bin(Op.SHL, new Expr.Int(1), Expr.sub(bits, new Expr.Int(2)));
    Expr product = Expr.add(Expr.mul(exponential, new Expr.Var("reciprocal")), half);
    Expr shifted = Expr.bin(Op.SHR, product, Expr.sub(bits, new Expr.Int(1)));
    return new Expr.Clamp(shifted, 0, Short.MAX_VALUE);
  }
}
