package dev.thimble.kernel.lower;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Recent;
import dev.thimble.graph.Reshape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which nodes run only in some runs: those behind a {@link Recent} that waits for its rows. What a
 * step reads from other steps holds for all of its nodes, for some read nothing but states.
 */
final class Gates {
  private final Graph graph;

  /** The flags that must be set, by node, the outermost first. */
  private final Map<String, List<String>> ofNode = new HashMap<>();

  private final Map<String, Node> producers = new HashMap<>();
  private final Map<String, List<Node>> steps = new HashMap<>();
  private final Map<String, List<String>> ofStep = new HashMap<>();
  private final Set<String> visited = new HashSet<>();

  Gates(Graph graph) {
    this.graph = graph;
    for (Node node : graph.nodes()) {
      node.outputs().forEach(output -> producers.put(output, node));
      steps.computeIfAbsent(node.step(), step -> new ArrayList<>()).add(node);
    }
    graph.nodes().forEach(this::of);
  }

  /** Values that must all be 1 for the node to run. */
  List<String> of(Node node) {
    List<String> known = ofNode.get(node.name());
    if (known != null) {
      return known;
    }
    List<String> flags = step(node.step());
    for (String input : node.inputs()) {
      flags = longer(flags, behind(input));
    }
    ofNode.put(node.name(), flags);
    return flags;
  }

  private List<String> step(String step) {
    if (visited.add(step)) {
      List<String> flags = List.of();
      for (Node node : steps.getOrDefault(step, List.of())) {
        for (String input : node.inputs()) {
          Node producer = producers.get(input);
          if (producer != null && !producer.step().equals(step)) {
            flags = longer(flags, behind(input));
          }
        }
      }
      ofStep.put(step, flags);
    }
    return ofStep.getOrDefault(step, List.of());
  }

  /** What whoever reads the value waits for. */
  private List<String> behind(String value) {
    Node producer = producers.get(value);
    if (producer == null) {
      return List.of();
    }
    List<String> flags = of(producer);
    if (producer.operator() instanceof Recent recent && recent.gates()) {
      flags = new ArrayList<>(flags);
      flags.add(producer.outputs().get(Recent.DUE));
    }
    return flags;
  }

  private static List<String> longer(List<String> a, List<String> b) {
    List<String> longer = a.size() >= b.size() ? a : b;
    List<String> shorter = a.size() >= b.size() ? b : a;
    if (!longer.subList(0, shorter.size()).equals(shorter)) {
      throw new IllegalArgumentException("two rhythms meet: " + a + " and " + b);
    }
    return longer;
  }

  /** Whether the node's result is read after runs in which the node itself did not run. */
  boolean outlives(Node node, String value) {
    if (of(node).isEmpty()) {
      return false;
    }
    return graph.outputs().contains(value)
        || graph.consumers(value).stream()
            .anyMatch(n -> n.operator() instanceof Reshape && outlives(n, n.output()));
  }
}
