package dev.thimble.quantize;

import dev.thimble.graph.Activation;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import dev.thimble.graph.passes.GraphPass;
import java.util.List;
import java.util.Optional;

/** A squared difference becomes a difference and a square, which have integer rules. */
final class SplitSquaredDifference implements GraphPass {
  @Override
  public Graph apply(Graph graph) {
    Graph.Builder builder = new Graph.Builder();
    graph.values().values().forEach(builder::value);
    graph.inputs().forEach(builder::input);
    graph.outputs().forEach(builder::output);
    for (Node node : graph.nodes()) {
      boolean squared =
          node.operator() instanceof Binary binary
              && binary.kind() == Binary.Kind.SQUARED_DIFFERENCE
              && binary.activation() == Activation.NONE;
      if (squared) {
        split(builder, node, graph.out(node));
      } else {
        builder.node(node);
      }
    }
    return builder.build();
  }

  private static void split(Graph.Builder builder, Node node, Value out) {
    String difference = node.name() + "_difference";
    builder.value(Value.real(difference, out.shape()));
    builder.node(
        new Node(
            difference,
            node.step(),
            new Binary(Binary.Kind.SUB, Activation.NONE),
            node.inputs(),
            List.of(difference),
            Optional.empty()));
    builder.node(node.with(Unary.of(Unary.Kind.SQUARE)).reading(List.of(difference)));
  }
}
