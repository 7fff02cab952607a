package dev.thimble.kernel.lower;

import dev.thimble.graph.Dct;
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

/** A sum of products for each coefficient. */
final class LowerDct implements Lowering {
  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Dct dct = (Dct) node.operator();
    int coefficients = graph.out(node).shape().size();
    List<Axis> out = new ArrayList<>();
    Sums.addIfMany(out, "k", coefficients);
    Affine at = out.isEmpty() ? Affine.of(0) : Affine.of("k");
    Affine cosine = Affine.of("band").plus(at, dct.bands());
    Expr term =
        Expr.mul(
            new Expr.Load(context.input(0), Affine.of("band")),
            new Expr.Load(context.constant("cosines", dct.cosines()), cosine));
    Expr sum = Expr.bin(Op.SHR, new Expr.Var(Nest.ACC), new Expr.Int(dct.shift()));
    return new Stmt.Do(
        Nest.sum(
            node.name(),
            out,
            List.of(new Axis("band", dct.bands())),
            new Expr.Int(1L << (dct.shift() - 1)),
            term,
            List.of(),
            new Expr.Clamp(sum, Short.MIN_VALUE, Short.MAX_VALUE),
            context.output(),
            at));
  }
}
