package dev.thimble.processor;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import dev.thimble.quantize.Rescaling;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Where reals become the integers of a network: an identity from reals to integers with a scale.
 *
 * @param part steps of reals
 * @param rest what comes behind the border
 */
record Border(Graph graph, List<Node> part, List<Node> rest) {
  private static final int UNSIGNED = 128;

  /** Whether the node brings reals to integers. */
  static boolean is(Graph graph, Node node) {
    return node.operator() instanceof Unary unary
        && unary.kind() == Unary.Kind.IDENTITY
        && graph.in(node, 0).element() == ElementType.FLOAT32
        && graph.out(node).element().isInteger();
  }

  /** Inputs of reals that only networks of integers read have the integers of the first one. */
  static Graph ofInputs(Graph graph) {
    Map<String, Value> integers = new LinkedHashMap<>();
    for (String input : graph.inputs()) {
      List<Node> readers = graph.consumers(input);
      boolean only = !readers.isEmpty() && readers.stream().allMatch(node -> is(graph, node));
      if (only) {
        Value like = graph.out(readers.get(0));
        integers.put(
            input,
            new Value(
                input,
                like.element(),
                graph.value(input).shape(),
                like.quantization(),
                Optional.empty()));
      }
    }
    if (integers.isEmpty()) {
      return graph;
    }
    Graph.Builder builder = new Graph.Builder();
    graph.values().values().forEach(builder::value);
    integers.values().forEach(builder::value);
    for (Node node : graph.nodes()) {
      Value given = is(graph, node) ? integers.get(node.inputs().get(0)) : null;
      builder.node(given == null ? node : ruled(node, given, graph.out(node)));
    }
    graph.inputs().forEach(builder::input);
    graph.outputs().forEach(builder::output);
    return builder.build();
  }

  /** Values of the part that something behind the border reads. */
  Set<String> read(Predicate<String> inPart) {
    Set<String> read = new LinkedHashSet<>();
    rest.forEach(node -> node.inputs().stream().filter(inPart).forEach(read::add));
    return read;
  }

  /**
   * Results whose integers may be the network's own: nobody else reads them, and the step that
   * gives them computes new numbers, whose scale is free.
   */
  Map<String, Value> wanted() {
    Map<String, Value> wanted = new LinkedHashMap<>();
    for (Node node : rest) {
      String source = node.inputs().isEmpty() ? "" : node.inputs().get(0);
      Optional<Node> producer = source.isEmpty() ? Optional.empty() : graph.producer(source);
      boolean alone = graph.consumers(source).size() == 1 && !graph.outputs().contains(source);
      if (is(graph, node) && alone && producer.filter(part::contains).isPresent()) {
        bytes(graph.out(node)).ifPresent(value -> wanted.put(source, value));
      }
    }
    return wanted;
  }

  /** A value like that of signed bytes; empty if it has more bits. */
  private static Optional<Value> bytes(Value value) {
    Quantization q = value.quantized();
    boolean unsigned = value.element() == ElementType.UINT8;
    if (!unsigned && value.element() != ElementType.INT8) {
      return Optional.empty();
    }
    Quantization signed =
        unsigned ? Quantization.perTensor(q.scale(), q.zeroPoint() - UNSIGNED) : q;
    return Optional.of(Value.quantized(value.name(), ElementType.INT8, value.shape(), signed));
  }

  /** The node with a rule, if it stands at the border and its reals have become integers. */
  Node ruled(Node node, Graph.Builder integers) {
    if (!is(graph, node)) {
      return node;
    }
    Value from = integers.find(node.inputs().get(0));
    return from.element() == ElementType.FLOAT32 ? node : ruled(node, from, graph.out(node));
  }

  private static Node ruled(Node node, Value from, Value to) {
    if (from.element() == to.element() && from.quantization().equals(to.quantization())) {
      Arithmetic same = new Arithmetic.Moved(to.quantized().zeroPoint());
      return node.with(new Reshape(to.shape())).with(same);
    }
    return node.with(Rescaling.of(from, to.quantized(), to.element(), Rescaling.LONG));
  }
}
