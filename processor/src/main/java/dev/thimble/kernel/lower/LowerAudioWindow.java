package dev.thimble.kernel.lower;

import dev.thimble.graph.AudioWindow;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
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

/** Weighs the samples while it looks for the loudest, then shifts them all. */
final class LowerAudioWindow implements Lowering {
  private static final int FRACTION = 12;
  private static final int LOUDEST_BITS = 15;

  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    AudioWindow window = (AudioWindow) node.operator();
    Buffer out = context.output();
    int samples = window.coefficients().size();
    Affine i = Affine.of("i");
    Expr product =
        Expr.mul(
            new Expr.Load(context.input(0), i),
            new Expr.Load(context.constant("window", window.coefficients()), i));
    Expr weighed = Expr.wrap16(Expr.bin(Op.SHR, product, new Expr.Int(FRACTION)));
    Expr loudest = new Expr.Var("loudest");
    boolean overwritten = window.overwritten();
    List<Stmt> body = new ArrayList<>();
    Interval range = new Interval(overwritten ? Short.MIN_VALUE : 0, Short.MAX_VALUE);
    body.add(Stmt.Let.of("loudest", new Expr.Int(0), range));
    body.add(
        Stmt.For.of(
            new Axis("i", samples),
            Stmt.Seq.of(
                Stmt.Let.of("y", weighed),
                new Stmt.Store(out, i, new Expr.Var("y")),
                new Stmt.Assign("loudest", overwritten ? overwriting(loudest) : larger(loudest)))));
    Expr size = overwritten ? magnitude(loudest) : loudest;
    body.addAll(BitLength.of("bits", size, LOUDEST_BITS));
    Expr shift = Expr.sub(new Expr.Int(LOUDEST_BITS), new Expr.Var("bits"));
    body.add(Stmt.Let.of("shift", new Expr.Clamp(shift, 0, LOUDEST_BITS)));
    body.add(
        new Stmt.Store(context.output(AudioWindow.SHIFT), Affine.of(0), new Expr.Var("shift")));
    Expr louder = Expr.bin(Op.SHL, new Expr.Load(out, i), new Expr.Var("shift"));
    body.add(Stmt.For.of(new Axis("i", samples), new Stmt.Store(out, i, Expr.wrap16(louder))));
    if (samples < window.length()) {
      body.add(new Stmt.Fill(out, Affine.of(samples), window.length() - samples, 0));
    }
    return new Stmt.Seq(body);
  }

  /** {@code y} or its opposite in 16 bits, if that is larger. */
  private static Expr larger(Expr loudest) {
    Expr y = new Expr.Var("y");
    Expr zero = new Expr.Int(0);
    Expr size = new Expr.Select(Relation.LT, y, zero, Expr.wrap16(Expr.sub(zero, y)), y);
    return Expr.bin(Op.MAX, loudest, size);
  }

  /** The same, but the opposite is compared before it is brought to 16 bits. */
  private static Expr overwriting(Expr loudest) {
    Expr y = new Expr.Var("y");
    Expr opposite = Expr.sub(new Expr.Int(0), y);
    Expr other = new Expr.Select(Relation.GT, opposite, loudest, Expr.wrap16(opposite), loudest);
    return new Expr.Select(Relation.GT, y, loudest, y, other);
  }

  /** Where nothing is above 0, as many bits as there may be: nothing is shifted then. */
  private static Expr magnitude(Expr loudest) {
    Expr most = new Expr.Int(Short.MAX_VALUE);
    return new Expr.Select(Relation.GT, loudest, new Expr.Int(0), loudest, most);
  }
}
