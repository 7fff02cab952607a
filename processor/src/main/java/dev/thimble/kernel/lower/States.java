package dev.thimble.kernel.lower;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.ReadState;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.WriteState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * When states may be overwritten. A state that is read is used where it lies, so it is written only
 * once nothing reads its old value any more; where that cannot be arranged the old value is copied
 * first.
 */
final class States {
  private final Graph graph;

  /** The state whose array holds a value: what was read, and its reshapes. */
  private final Map<String, String> stateOf = new HashMap<>();

  States(Graph graph) {
    this.graph = graph;
    for (Node node : graph.nodes()) {
      if (node.operator() instanceof ReadState read && !isHandedOn(node.output())) {
        stateOf.put(node.output(), read.state());
      } else if (node.operator() instanceof Reshape && stateOf.containsKey(node.inputs().get(0))) {
        stateOf.put(node.output(), stateOf.getOrDefault(node.inputs().get(0), ""));
      }
    }
  }

  /**
   * Whether the value leaves the network, or is kept as a state, as it is: then it needs an array
   * of its own.
   */
  private boolean isHandedOn(String value) {
    if (graph.outputs().contains(value)) {
      return true;
    }
    for (Node node : graph.nodes()) {
      if (node.inputs().contains(value)) {
        boolean kept = node.operator() instanceof WriteState;
        boolean further = node.operator() instanceof Reshape && isHandedOn(node.output());
        if (kept || further) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the value that a {@link ReadState} gives lies in the state itself. */
  boolean inPlace(Node read) {
    return stateOf.containsKey(read.output());
  }

  /**
   * The writes, each under the position of the node after which it is done.
   *
   * @return by index into the graph's nodes
   */
  Map<Integer, List<Node>> writes() {
    Map<Integer, List<Node>> writes = new LinkedHashMap<>();
    List<Node> nodes = graph.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).operator() instanceof WriteState write) {
        int after = Math.max(i, lastRead(write.state()));
        writes.computeIfAbsent(after, key -> new ArrayList<>()).add(nodes.get(i));
      }
    }
    return writes;
  }

  private int lastRead(String state) {
    int last = -1;
    for (int i = 0; i < graph.nodes().size(); i++) {
      Node node = graph.nodes().get(i);
      boolean reads = node.operator() instanceof ReadState read && read.state().equals(state);
      boolean uses = node.inputs().stream().anyMatch(v -> state.equals(stateOf.get(v)));
      if (reads || uses) {
        last = i;
      }
    }
    return last;
  }
}
