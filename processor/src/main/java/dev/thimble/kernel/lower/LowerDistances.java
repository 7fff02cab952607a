package dev.thimble.kernel.lower;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** Sums of squared differences, one for each point. */
final class LowerDistances implements Lowering {
  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Arithmetic.SquaredDistances rule =
        (Arithmetic.SquaredDistances) node.arithmetic().orElseThrow();
    Shape points = graph.in(node, 1).shape();
    List<Axis> out = new ArrayList<>();
    Sums.addIfMany(out, "c", points.extent(0));
    Affine c = points.extent(0) > 1 ? Affine.of("c") : Affine.of(0);
    Affine k = Affine.of("k");
    Expr x = new Expr.Load(context.input(0), k);
    Expr centred = Expr.sub(x, new Expr.Int(rule.inputZeroPoint()));
    Expr fine = rule.factor() == 1 ? centred : Expr.mul(centred, new Expr.Int(rule.factor()));
    Expr difference =
        Expr.sub(
            fine,
            new Expr.Load(
                context.constant("centres", graph.in(node, 1).integers()),
                k.plus(c, points.extent(1))));
    return new Stmt.Do(
        Nest.sum(
            node.name(),
            out,
            List.of(new Axis("k", points.extent(1))),
            new Expr.Int(0),
            Expr.mul(difference, difference),
            List.of(),
            new Expr.Var(Nest.ACC),
            context.output(),
            c));
  }
}
