package dev.thimble.kernel.lower;

import dev.thimble.graph.Fir;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** A sum of products for each result. */
final class LowerFir implements Lowering {
  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Fir fir = (Fir) node.operator();
    Channels channels = Channels.of(graph.in(node, 0).shape());
    List<Axis> out = new ArrayList<>();
    Sums.addIfMany(out, "i", graph.out(node).shape().extent(0));
    Sums.addIfMany(out, "c", channels.count());
    Affine result = channels.row(0);
    if (graph.out(node).shape().extent(0) > 1) {
      result = channels.sample("i", 0);
    }
    Affine sample = result.plus("tap", channels.count());
    if (result.coefficient("i") > 0) {
      sample = sample.plus("i", (long) channels.count() * (fir.stride() - 1));
    }
    Expr term =
        Expr.mul(
            new Expr.Load(context.input(0), sample),
            new Expr.Load(context.constant("taps", fir.taps()), Affine.of("tap")));
    Expr shifted = Expr.bin(Op.SHR, new Expr.Var(Nest.ACC), new Expr.Int(fir.shift()));
    return new Stmt.Do(
        Nest.sum(
            node.name(),
            out,
            List.of(new Axis("tap", fir.taps().size())),
            new Expr.Int(1L << (fir.shift() - 1)),
            term,
            List.of(),
            new Expr.Clamp(shifted, Short.MIN_VALUE, Short.MAX_VALUE),
            context.output(),
            result));
  }
}
