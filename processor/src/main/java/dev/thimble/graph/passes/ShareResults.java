package dev.thimble.graph.passes;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.ReadState;
import dev.thimble.graph.Value;
import dev.thimble.graph.WriteState;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is computed twice, by the same rule from the same values, is computed once. */
public final class ShareResults implements GraphPass {
  private final Set<String> kept;

  /**
   * A pass.
   *
   * @param kept values that must stay as they are
   */
  public ShareResults(Set<String> kept) {
    this.kept = Set.copyOf(kept);
  }

  private record Computation(
      Operator operator, List<String> inputs, Optional<Arithmetic> rule, Value result) {}

  @Override
  public Graph apply(Graph graph) {
    Map<Computation, Node> seen = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (node.outputs().size() != 1
          || node.operator() instanceof ReadState
          || node.operator() instanceof WriteState) {
        continue;
      }
      Node first = seen.putIfAbsent(computation(graph, node), node);
      boolean named = graph.outputs().contains(node.output()) || kept.contains(node.output());
      if (first != null && !named) {
        return apply(without(graph, node, first.output()));
      }
    }
    return graph;
  }

  private static Computation computation(Graph graph, Node node) {
    Value out = graph.out(node);
    Value unnamed = new Value("", out.element(), out.shape(), out.quantization(), Optional.empty());
    return new Computation(node.operator(), node.inputs(), node.arithmetic(), unnamed);
  }

  private static Graph without(Graph graph, Node node, String same) {
    List<Node> nodes =
        graph.nodes().stream()
            .filter(other -> !other.equals(node))
            .map(
                other ->
                    other.reading(
                        other.inputs().stream()
                            .map(name -> name.equals(node.output()) ? same : name)
                            .toList()))
            .toList();
    Map<String, Value> values = new LinkedHashMap<>(graph.values());
    values.remove(node.output());
    return new Graph(values, nodes, graph.inputs(), graph.outputs());
  }
}
