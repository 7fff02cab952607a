package dev.thimble.importer.network;

import dev.thimble.graph.Binary;
import dev.thimble.graph.FakeQuantize;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Transpose;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Inputs are given as the network wants them: pictures as height x width x channels, sequences as
 * time x features. A transposition of an input, also behind functions of each element, is gone.
 */
final class InputLayouts {
  /** More channels than a picture has: such a tensor is something else. */
  private static final int MOST_CHANNELS = 4;

  private InputLayouts() {}

  static Graph apply(Graph graph) {
    Graph result = graph;
    for (String input : graph.inputs()) {
      Graph given = result;
      result = absorbed(given, input).orElseGet(() -> flattened(given, input));
    }
    return result;
  }

  private static Optional<Graph> absorbed(Graph graph, String input) {
    List<Node> functions = new ArrayList<>();
    String at = input;
    List<Node> readers = readers(graph, at);
    while (readers.size() == 1
        && !graph.outputs().contains(at)
        && ofEachElement(graph, readers.get(0), at)) {
      functions.add(readers.get(0));
      at = readers.get(0).output();
      readers = readers(graph, at);
    }
    boolean turned =
        readers.size() == 1
            && !permutation(graph, readers.get(0)).isEmpty()
            && !graph.outputs().contains(at);
    return turned
        ? Optional.of(absorbed(graph, input, functions, readers.get(0)))
        : Optional.empty();
  }

  /** How a node turns axes; pictures of one channel are only reshaped. None if it does neither. */
  private static List<Integer> permutation(Graph graph, Node node) {
    if (node.operator() instanceof Transpose transpose) {
      return transpose.permutation();
    }
    Shape before = graph.in(node, 0).shape();
    List<Integer> picture = List.of(0, 2, 3, 1);
    boolean turned =
        node.operator() instanceof Reshape
            && before.rank() == 4
            && before.extent(1) == 1
            && graph
                .out(node)
                .shape()
                .equals(new Shape(picture.stream().map(before::extent).toList()));
    return turned ? picture : List.of();
  }

  private static List<Node> readers(Graph graph, String value) {
    return graph.consumers(value);
  }

  private static boolean ofEachElement(Graph graph, Node node, String from) {
    boolean one = node.operator() instanceof Unary || node.operator() instanceof FakeQuantize;
    boolean two =
        node.operator() instanceof Binary
            && graph.out(node).shape().equals(graph.value(from).shape())
            && node.inputs().stream().filter(i -> graph.value(i).isConstant()).count() == 1;
    return one || two;
  }

  private static Graph absorbed(Graph graph, String input, List<Node> functions, Node last) {
    List<Integer> permutation = permutation(graph, last);
    Map<String, Value> values = new LinkedHashMap<>(graph.values());
    Map<Node, Node> changed = new LinkedHashMap<>();
    Shape shape = graph.out(last).shape();
    values.put(input, graph.value(input).with(shape));
    for (Node function : functions) {
      List<String> inputs = new ArrayList<>();
      for (String name : function.inputs()) {
        Value value = graph.value(name);
        inputs.add(value.isConstant() ? permuted(values, function, value, permutation) : name);
      }
      changed.put(function, function.reading(inputs));
      values.put(function.output(), graph.out(function).with(shape));
    }
    String before = last.inputs().get(0);
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (!node.equals(last)) {
        Node kept = changed.getOrDefault(node, node);
        nodes.add(
            kept.reading(
                kept.inputs().stream().map(n -> n.equals(last.output()) ? before : n).toList()));
      }
    }
    List<String> outputs =
        graph.outputs().stream().map(n -> n.equals(last.output()) ? before : n).toList();
    values.remove(last.output());
    return new Graph(values, nodes, graph.inputs(), outputs);
  }

  private static String permuted(
      Map<String, Value> values, Node reader, Value constant, List<Integer> permutation) {
    List<Integer> extents = new ArrayList<>(constant.shape().extents());
    while (extents.size() < permutation.size()) {
      extents.add(0, 1);
    }
    Shape wide = new Shape(extents);
    Shape shape = new Shape(permutation.stream().map(wide::extent).toList());
    float[] from = constant.floats();
    float[] to = new float[from.length];
    for (int i = 0; i < to.length; i++) {
      int at = 0;
      for (int axis = 0; axis < shape.rank(); axis++) {
        at += i / shape.stride(axis) % shape.extent(axis) * wide.stride(permutation.get(axis));
      }
      to[i] = from[at];
    }
    String name = reader.output() + "_" + constant.name();
    values.put(name, Value.real(name, shape, to));
    return name;
  }

  /** A picture that is flattened at once: it is a picture for the user all the same. */
  private static Graph flattened(Graph graph, String input) {
    Value value = graph.value(input);
    Shape shape = value.shape();
    Set<Class<?>> readers = new java.util.HashSet<>();
    readers(graph, input).forEach(reader -> readers.add(reader.operator().getClass()));
    boolean picture =
        shape.rank() == 4
            && readers.equals(Set.of(Reshape.class))
            && shape.extent(1) <= MOST_CHANNELS
            && shape.extent(1) < Math.min(shape.extent(2), shape.extent(3));
    if (!picture) {
      return graph;
    }
    Map<String, Value> values = new LinkedHashMap<>(graph.values());
    String turned = input + "_chw";
    values.put(turned, Value.real(turned, shape));
    Shape given = Shape.of(shape.extent(0), shape.extent(2), shape.extent(3), shape.extent(1));
    values.put(input, value.with(given));
    List<Node> nodes = new ArrayList<>();
    nodes.add(Node.of(turned, new Transpose(List.of(0, 3, 1, 2)), input));
    for (Node node : graph.nodes()) {
      nodes.add(
          node.reading(
              node.inputs().stream().map(name -> name.equals(input) ? turned : name).toList()));
    }
    return new Graph(values, nodes, graph.inputs(), graph.outputs());
  }
}
