package dev.thimble.graph.passes;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.ReadState;
import dev.thimble.graph.Value;
import dev.thimble.graph.WriteState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  @Override
  public Graph apply(Graph graph) {
    Map<List<String>, List<Node>> readers = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (node.outputs().size() != 1
          || node.operator() instanceof ReadState
          || node.operator() instanceof WriteState) {
        continue;
      }
      List<Node> before = readers.computeIfAbsent(node.inputs(), inputs -> new ArrayList<>());
      boolean named = graph.outputs().contains(node.output()) || kept.contains(node.output());
      for (Node first : before) {
        if (!named && isSame(graph, first, node)) {
          return apply(without(graph, node, first.output()));
        }
      }
      before.add(node);
    }
    return graph;
  }

  /** Whether nodes that read the same compute the same. */
  private static boolean isSame(Graph graph, Node node, Node other) {
    Value out = graph.out(node);
    Value same = graph.out(other);
    return node.operator().equals(other.operator())
        && node.arithmetic().equals(other.arithmetic())
        && out.element() == same.element()
        && out.shape().equals(same.shape())
        && out.quantization().equals(same.quantization());
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
