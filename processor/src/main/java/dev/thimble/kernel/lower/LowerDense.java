package dev.thimble.kernel.lower;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** Dense layers: a dot product for each output, for each row of the input. */
final class LowerDense implements Lowering {
  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Shape w = graph.in(node, 1).shape();
    int outputs = w.extent(0);
    int inputs = w.extent(1);
    int rows = Math.toIntExact(graph.in(node, 0).shape().elements() / inputs);
    List<Axis> out = new ArrayList<>();
    Sums.addIfMany(out, "n", rows);
    Sums.addIfMany(out, "o", outputs);
    Affine n = rows > 1 ? Affine.of("n") : Affine.of(0);
    Affine o = outputs > 1 ? Affine.of("o") : Affine.of(0);
    Affine k = Affine.of("k");
    return new Stmt.Do(
        Sums.ofProducts(
            graph,
            node,
            context,
            new Sums.Form(
                out,
                List.of(new Axis("k", inputs)),
                List.of(),
                k.plus(n, inputs),
                k.plus(o, inputs),
                o,
                o.plus(n, outputs)),
            (Arithmetic.Scaled) node.arithmetic().orElseThrow()));
  }
}
