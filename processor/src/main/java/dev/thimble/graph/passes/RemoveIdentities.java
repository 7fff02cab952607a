package dev.thimble.graph.passes;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Pad;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Transpose;
import dev.thimble.graph.Unary;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Takes away nodes that change nothing: reshapes to the same shape, empty paddings and the like.
 */
public final class RemoveIdentities implements GraphPass {
  @Override
  public Graph apply(Graph graph) {
    for (Node node : graph.nodes()) {
      if (changesNothing(graph, node)) {
        Optional<Graph> without = Rewriting.bypass(graph, node);
        if (without.isPresent()) {
          return apply(without.get());
        }
      }
    }
    return graph;
  }

  private static boolean changesNothing(Graph graph, Node node) {
    Operator operator = node.operator();
    if (operator instanceof Reshape) {
      return graph.in(node, 0).shape().equals(graph.out(node).shape());
    }
    if (operator instanceof Unary unary) {
      return unary.kind() == Unary.Kind.IDENTITY;
    }
    if (operator instanceof Transpose transpose) {
      return IntStream.range(0, transpose.permutation().size())
          .allMatch(i -> transpose.permutation().get(i) == i);
    }
    return operator instanceof Pad pad
        && Stream.concat(pad.before().stream(), pad.after().stream()).allMatch(added -> added == 0);
  }
}
