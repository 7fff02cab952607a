package dev.thimble.kernel.lower;

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
    Buffer kept = context.output(NoiseSubtraction.MEAN);
    Affine i = Affine.of("i");
    List<Stmt> body = new ArrayList<>(MeanEnergy.of(context.input(0), kept, i, subtraction.rate()));
    LongProduct share = LongProduct.of("x");
    body.addAll(share.parts());
    Expr above = Expr.sub(new Expr.Var("x"), new Expr.Var("mean"));
    Expr rest = Expr.bin(Op.MAX, above, share.by(subtraction.floor()));
    body.add(new Stmt.Store(context.output(), i, MeanEnergy.energy(rest)));
    return Stmt.For.of(new Axis("i", context.output().length()), new Stmt.Seq(body));
  }
}
