package dev.thimble.kernel.lower;

import dev.thimble.graph.FrameWindow;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Expr.Relation;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** Looks for the loudest sample, then shifts and weighs them all. */
final class LowerFrameWindow implements Lowering {
  private static final int WORD = 16;
  private static final int LOUDEST_BITS = 15;

  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    FrameWindow window = (FrameWindow) node.operator();
    Axis samples = new Axis("i", window.coefficients().size());
    Affine i = Affine.of("i");
    Expr x = new Expr.Load(context.input(0), i);
    Expr given = new Expr.Var("x");
    Expr zero = new Expr.Int(0);
    // Not the magnitude of a negative number but its complement: -32768 has one of 15 bits, too.
    Expr size = new Expr.Select(Relation.LT, given, zero, Expr.sub(new Expr.Int(-1), given), given);
    Expr loudest = new Expr.Var("loudest");
    List<Stmt> body = new ArrayList<>();
    body.add(Stmt.Let.of("loudest", zero, new Interval(0, Short.MAX_VALUE)));
    body.add(
        Stmt.For.of(
            samples,
            Stmt.Seq.of(
                Stmt.Let.of("x", x), new Stmt.Assign("loudest", Expr.bin(Op.MAX, loudest, size)))));
    body.addAll(BitLength.of("bits", loudest, LOUDEST_BITS));
    Expr shift = Expr.sub(new Expr.Int(LOUDEST_BITS), new Expr.Var("bits"));
    body.add(Stmt.Let.of("shift", new Expr.Clamp(shift, 0, FrameWindow.MOST_SHIFT)));
    body.add(
        new Stmt.Store(context.output(FrameWindow.SHIFT), Affine.of(0), new Expr.Var("shift")));
    // A product, for many cores shift by one bit at a time.
    Expr factor = Expr.bin(Op.SHL, new Expr.Int(1), new Expr.Var("shift"));
    body.add(Stmt.Let.of("factor", factor));
    Expr louder = Expr.wrap16(Expr.mul(x, new Expr.Var("factor")));
    Expr weight = new Expr.Load(context.constant("window", window.coefficients()), i);
    Expr weighed = Expr.bin(Op.SHR, Expr.mul(louder, weight), new Expr.Int(WORD));
    body.add(Stmt.For.of(samples, new Stmt.Store(context.output(), i, weighed)));
    int rest = window.length() - window.coefficients().size();
    if (rest > 0) {
      Affine behind = Affine.of(window.coefficients().size());
      body.add(new Stmt.Fill(context.output(), behind, rest, 0));
    }
    return new Stmt.Seq(body);
  }
}
