package dev.thimble.graph.passes;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Value;
import dev.thimble.graph.WriteState;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes away nodes and constants on which no output depends; inputs stay. */
public final class RemoveDeadNodes implements GraphPass {
  private final Set<String> kept;

  /** A pass that keeps what outputs depend on. */
  public RemoveDeadNodes() {
    this(Set.of());
  }

  /**
   * A pass that keeps these values too.
   *
   * @param kept names of values; those that are not there do not matter
   */
  public RemoveDeadNodes(Set<String> kept) {
    this.kept = Set.copyOf(kept);
  }

  @Override
  public Graph apply(Graph graph) {
    Set<String> needed = new HashSet<>(graph.outputs());
    needed.addAll(kept);
    ArrayDeque<Node> nodes = new ArrayDeque<>();
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      if (node.operator() instanceof WriteState
          || node.outputs().stream().anyMatch(needed::contains)) {
        nodes.addFirst(node);
        needed.addAll(node.inputs());
        needed.addAll(node.outputs());
      }
    }
    needed.addAll(graph.inputs());
    Map<String, Value> values = new LinkedHashMap<>(graph.values());
    values.keySet().retainAll(needed);
    boolean same = nodes.size() == graph.nodes().size() && values.size() == graph.values().size();
    return same ? graph : new Graph(values, List.copyOf(nodes), graph.inputs(), graph.outputs());
  }
}
