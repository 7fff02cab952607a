package dev.thimble.importer.network;

import dev.thimble.graph.Binary;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Names by kind and position, {@code conv2d_1}, and values in the order in which they are used: two
 * files with the same network give equal graphs.
 */
final class CanonicalNames {
  private final Graph graph;
  private final Map<String, String> names = new HashMap<>();
  private final Graph.Builder builder = new Graph.Builder();

  private CanonicalNames(Graph graph) {
    this.graph = graph;
  }

  static Graph apply(Graph graph) {
    return new CanonicalNames(graph).renamed();
  }

  private Graph renamed() {
    for (String input : graph.inputs()) {
      String name = graph.inputs().size() == 1 ? "input" : "input_" + input;
      add(graph.value(input), name);
      builder.input(name);
    }
    int position = 0;
    for (Node node : graph.nodes()) {
      add(node, kind(node.operator()) + "_" + position++);
    }
    graph.outputs().forEach(output -> builder.output(names.getOrDefault(output, output)));
    return builder.build();
  }

  private void add(Node node, String name) {
    for (int i = 0; i < node.inputs().size(); i++) {
      String input = node.inputs().get(i);
      if (!input.isEmpty() && !names.containsKey(input)) {
        add(graph.value(input), name + role(i));
      }
    }
    for (int i = 0; i < node.outputs().size(); i++) {
      add(graph.value(node.outputs().get(i)), i == 0 ? name : name + "_" + i);
    }
    builder.node(
        new Node(
            name,
            node.step(),
            node.operator(),
            renamed(node.inputs()),
            renamed(node.outputs()),
            node.arithmetic()));
  }

  private List<String> renamed(List<String> values) {
    return values.stream().map(name -> names.getOrDefault(name, name)).toList();
  }

  private void add(Value value, String name) {
    names.put(value.name(), name);
    builder.value(
        new Value(name, value.element(), value.shape(), value.quantization(), value.constant()));
  }

  private static String role(int input) {
    return switch (input) {
      case 1 -> "_weights";
      case 2 -> "_bias";
      default -> "_constant" + input;
    };
  }

  private static String kind(Operator operator) {
    String kind = operator.getClass().getSimpleName();
    if (operator instanceof Unary unary) {
      kind = unary.kind().name();
    } else if (operator instanceof Binary binary) {
      kind = binary.kind().name();
    }
    return kind.toLowerCase(Locale.ROOT);
  }
}
