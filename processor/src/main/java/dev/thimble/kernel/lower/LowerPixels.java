package dev.thimble.kernel.lower;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Pixels;
import dev.thimble.graph.Pixels.Format;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** A camera's bytes as pixels. */
final class LowerPixels implements Lowering {
  private static final int ZERO = 128;

  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Format format = ((Pixels) node.operator()).format();
    Buffer from = context.input(0);
    Buffer to = context.output();
    if (format == Format.GREY || format == Format.RGB888) {
      Affine at = Affine.of("i");
      Expr value = Expr.sub(new Expr.Load(from, at), new Expr.Int(ZERO));
      return new Stmt.Do(Nest.map(node.name(), List.of(new Axis("i", to.length())), value, to, at));
    }
    int pixels = from.length() / 2;
    return Stmt.For.of(
        new Axis("i", pixels), new Stmt.Seq(pixel(from, to, format == Format.RGB565 ? 1 : 0)));
  }

  private static List<Stmt> pixel(Buffer from, Buffer to, int highByte) {
    Affine two = Affine.of(0).plus("i", 2);
    Expr high = new Expr.Var("high");
    Expr low = new Expr.Var("low");
    List<Stmt> body = new ArrayList<>();
    body.add(Stmt.Let.of("high", new Expr.Load(from, two.plus(highByte))));
    body.add(Stmt.Let.of("low", new Expr.Load(from, two.plus(1L - highByte))));
    body.add(Stmt.Let.of("red", shifted(high, 3)));
    // What is left of a byte is never negative: the clamps say it to the ranges analysis.
    body.add(Stmt.Let.of("rest", rest(high, "red", 8)));
    body.add(Stmt.Let.of("top", shifted(low, 5)));
    body.add(
        Stmt.Let.of(
            "green",
            Expr.add(Expr.mul(new Expr.Var("rest"), new Expr.Int(8)), new Expr.Var("top"))));
    body.add(Stmt.Let.of("blue", rest(low, "top", 32)));
    Affine at = Affine.of(0).plus("i", 3);
    body.add(new Stmt.Store(to, at, spread("red", 8, 2)));
    body.add(new Stmt.Store(to, at.plus(1), spread("green", 4, 4)));
    body.add(new Stmt.Store(to, at.plus(2), spread("blue", 8, 2)));
    return body;
  }

  private static Expr shifted(Expr value, int bits) {
    return Expr.bin(Op.SHR, value, new Expr.Int(bits));
  }

  private static Expr rest(Expr whole, String part, int unit) {
    Expr left = Expr.sub(whole, Expr.mul(new Expr.Var(part), new Expr.Int(unit)));
    return new Expr.Clamp(left, 0, unit - 1L);
  }

  /** The colour's bits with its highest ones behind them. */
  private static Expr spread(String colour, int unit, int bits) {
    Expr value = new Expr.Var(colour);
    Expr repeated = Expr.add(Expr.mul(value, new Expr.Int(unit)), shifted(value, bits));
    return Expr.sub(repeated, new Expr.Int(ZERO));
  }
}
