package dev.thimble.graph.passes;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small edits of graphs. */
final class Rewriting {
  private Rewriting() {}

  /** Whether the value is read by one node, once, and not handed out. */
  static boolean readOnce(Graph graph, String value) {
    long reads =
        graph.nodes().stream().flatMap(n -> n.inputs().stream()).filter(value::equals).count();
    return reads == 1 && !graph.outputs().contains(value);
  }

  /** The node that writes the value and nobody else's input, if there is one. */
  static Optional<Node> soleProducer(Graph graph, String value) {
    return readOnce(graph, value) ? graph.producer(value) : Optional.empty();
  }

  /**
   * Puts {@code merged} in the place of {@code first} and takes {@code second}, which follows it,
   * away.
   */
  static Graph merge(Graph graph, Node first, Node second, Node merged, List<Value> changed) {
    Map<String, Value> values = new LinkedHashMap<>(graph.values());
    values.remove(first.output());
    changed.forEach(value -> values.put(value.name(), value));
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (node.equals(first)) {
        nodes.add(merged);
      } else if (!node.equals(second)) {
        nodes.add(node);
      }
    }
    return new Graph(values, nodes, graph.inputs(), graph.outputs());
  }

  /** Puts another node in a node's place. */
  static Graph replace(Graph graph, Node node, Node other) {
    List<Node> nodes = graph.nodes().stream().map(n -> n.equals(node) ? other : n).toList();
    return new Graph(graph.values(), nodes, graph.inputs(), graph.outputs());
  }

  /** Takes a node away that nobody reads, and its value. */
  static Graph without(Graph graph, Node node) {
    Map<String, Value> values = new LinkedHashMap<>(graph.values());
    values.remove(node.output());
    List<Node> nodes = graph.nodes().stream().filter(n -> !n.equals(node)).toList();
    return new Graph(values, nodes, graph.inputs(), graph.outputs());
  }

  /** The node writing another value. */
  static Node writing(Node node, String output) {
    return new Node(
        node.name(),
        node.step(),
        node.operator(),
        node.inputs(),
        List.of(output),
        node.arithmetic());
  }

  /**
   * Takes away a node whose output equals its input. Empty where that is impossible: what goes
   * straight from an input or a constant to an output needs the node.
   */
  static Optional<Graph> bypass(Graph graph, Node node) {
    String in = node.inputs().get(0);
    String out = node.output();
    if (!graph.outputs().contains(out)) {
      List<Node> nodes = new ArrayList<>();
      for (Node other : graph.nodes()) {
        if (!other.equals(node)) {
          nodes.add(
              other.reading(
                  other.inputs().stream().map(name -> name.equals(out) ? in : name).toList()));
        }
      }
      Map<String, Value> values = new LinkedHashMap<>(graph.values());
      values.remove(out);
      return Optional.of(new Graph(values, nodes, graph.inputs(), graph.outputs()));
    }
    return soleProducer(graph, in).map(p -> merge(graph, p, node, writing(p, out), List.of()));
  }
}
