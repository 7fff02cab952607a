package dev.thimble.kernel.lower;

import dev.thimble.graph.Distances;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** Sums of what differences count, one for each point. */
final class LowerDistances implements Lowering {
  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Distances operator = (Distances) node.operator();
    Shape points = graph.in(node, Distances.POINTS).shape();
    List<Axis> out = new ArrayList<>();
    Sums.addIfMany(out, "c", points.extent(0));
    Affine c = points.extent(0) > 1 ? Affine.of("c") : Affine.of(0);
    Differences differences =
        new Differences(graph, node, context, Distances.POINTS, Distances.WEIGHTS);
    return new Stmt.Do(
        Nest.sum(
            node.name(),
            out,
            List.of(new Axis("k", points.extent(1))),
            graph
                .input(node, Distances.ADDED)
                .map(Value::integers)
                .map(added -> context.perChannel("added", added, c))
                .orElse(new Expr.Int(0)),
            differences.term(operator.metric(), Affine.of("k"), c),
            List.of(),
            new Expr.Var(Nest.ACC),
            context.output(),
            c));
  }
}
