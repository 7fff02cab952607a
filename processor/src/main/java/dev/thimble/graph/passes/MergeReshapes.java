package dev.thimble.graph.passes;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Reshape;
import java.util.List;
import java.util.Optional;

/** A reshape of a reshape is one reshape. */
public final class MergeReshapes implements GraphPass {
  @Override
  public Graph apply(Graph graph) {
    for (Node second : graph.nodes()) {
      if (second.operator() instanceof Reshape) {
        Optional<Node> first = Rewriting.soleProducer(graph, second.inputs().get(0));
        if (first.isPresent() && first.get().operator() instanceof Reshape) {
          Node merged = second.reading(first.get().inputs());
          return apply(Rewriting.merge(graph, first.get(), second, merged, List.of()));
        }
      }
    }
    return graph;
  }
}
