package dev.thimble.kernel.lower;

import dev.thimble.graph.Energies;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.NoiseSubtraction;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** Energy by energy. */
final class LowerNoiseSubtraction implements Lowering {
  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    NoiseSubtraction subtraction = (NoiseSubtraction) node.operator();
    Buffer kept = context.output(NoiseSubtraction.NOISE);
    Affine i = Affine.of("i");
    Expr x = new Expr.Var("x");
    Expr noise = new Expr.Var("noise");
    List<Stmt> body = new ArrayList<>();
    body.add(Stmt.Let.of("x", energy(new Expr.Load(context.input(0), i))));
    body.add(Stmt.Let.of("before", energy(new Expr.Load(kept, i))));
    body.add(Stmt.Let.of("gap", Expr.sub(x, new Expr.Var("before"))));
    LongProduct gap = LongProduct.of("gap");
    body.addAll(gap.parts());
    Expr next = Expr.add(new Expr.Var("before"), gap.by(subtraction.rate()));
    body.add(Stmt.Let.of("noise", energy(next)));
    body.add(new Stmt.Store(kept, i, noise));
    LongProduct share = LongProduct.of("x");
    body.addAll(share.parts());
    Expr rest = Expr.bin(Op.MAX, Expr.sub(x, noise), share.by(subtraction.floor()));
    body.add(new Stmt.Store(context.output(), i, energy(rest)));
    return Stmt.For.of(new Axis("i", context.output().length()), new Stmt.Seq(body));
  }

  private static Expr energy(Expr value) {
    return new Expr.Clamp(value, 0, Energies.MOST);
  }
}
