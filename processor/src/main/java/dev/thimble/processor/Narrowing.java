package dev.thimble.processor;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Recent;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import dev.thimble.quantize.CalibrationSamples;
import dev.thimble.quantize.Rescaling;
import dev.thimble.quantize.ValueRange;
import dev.thimble.quantize.Words;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes bytes, or 16 bits where all layers behind want them, of exact integers that steps of reals
 * read, on the range that these have for the samples.
 *
 * @param readers names of the steps of reals
 * @param words whether 16 bits are wanted
 */
record Narrowing(Graph graph, Set<String> readers, boolean words) {
  /** Windows in another shape are reals where only reals read them: they are quantised together. */
  static Graph windowsInReals(Graph graph, List<String> windows) {
    Graph.Builder builder = new Graph.Builder(graph);
    Set<String> sources = new LinkedHashSet<>(windows);
    for (Node node : graph.nodes()) {
      boolean reshaped =
          node.operator() instanceof Reshape
              && !graph.inputs().contains(node.inputs().get(0))
              && sources.contains(node.inputs().get(0));
      if (reshaped && readByReals(graph, node.output())) {
        sources.add(node.output());
        builder.value(Value.real(node.output(), graph.out(node).shape()));
      }
    }
    return builder.build();
  }

  private static boolean readByReals(Graph graph, String value) {
    return graph.consumers(value).stream()
        .allMatch(
            reader ->
                reader.operator() instanceof Reshape
                    ? readByReals(graph, reader.output())
                    : graph.out(reader).element() == ElementType.FLOAT32
                        || (reader.arithmetic().isEmpty() && !integers(graph, reader)));
  }

  /** Whether all else that a node reads are integers: it belongs to a network of integers. */
  private static boolean integers(Graph graph, Node node) {
    return node.inputs().stream()
        .filter(in -> !in.isEmpty())
        .allMatch(in -> graph.value(in).element().isInteger());
  }

  /**
   * The graph with a narrow value there; frames of a window are converted as they come in, before
   * they are kept.
   *
   * @param samples what the steps read; the value is the one of that index
   */
  Graph apply(String name, CalibrationSamples samples, int index) {
    Value value = graph.value(name);
    Optional<Node> producer = graph.producer(name);
    if (value.element() == ElementType.INT8
        || producer.isEmpty()
        || !(producer.get().arithmetic().orElse(null) instanceof Arithmetic.Exact)) {
      return graph;
    }
    Node node = producer.get();
    Quantization scale = scale(samples, index);
    boolean window = node.operator() instanceof Recent;
    Value from = window ? graph.value(node.inputs().get(0)) : value;
    Node rescale = rescale(node.step(), from, name, scale);
    Graph.Builder builder = new Graph.Builder();
    graph.values().values().forEach(builder::value);
    builder.value(integers(rescale.output(), from, scale));
    if (window) {
      builder.value(integers(name, value, scale));
    }
    for (Node each : graph.nodes()) {
      if (each.equals(node)) {
        builder.node(window ? rescale : node);
        builder.node(window ? node.reading(List.of(rescale.output())) : rescale);
      } else {
        boolean renamed = !window && readers.contains(each.name());
        builder.node(renamed ? each.reading(renamed(each, name, rescale.output())) : each);
      }
    }
    graph.inputs().forEach(builder::input);
    graph.outputs().forEach(builder::output);
    return builder.build();
  }

  private Node rescale(String step, Value from, String name, Quantization scale) {
    String made = name + (words ? "_words" : "_bytes");
    while (graph.values().containsKey(made)) {
      made += "_";
    }
    return new Node(
        made,
        step,
        Unary.of(Unary.Kind.IDENTITY),
        List.of(from.name()),
        List.of(made),
        Optional.of(
            Rescaling.of(from, scale, element(), words ? Rescaling.LONG : Rescaling.SHORT)));
  }

  private static List<String> renamed(Node node, String from, String to) {
    List<String> names = new ArrayList<>(node.inputs());
    names.replaceAll(name -> name.equals(from) ? to : name);
    return names;
  }

  private ElementType element() {
    return words ? ElementType.INT16 : ElementType.INT8;
  }

  private Quantization scale(CalibrationSamples samples, int index) {
    double low = 0;
    double high = 0;
    for (List<float[]> sample : samples.samples()) {
      for (float real : sample.get(index)) {
        low = Math.min(low, real);
        high = Math.max(high, real);
      }
    }
    if (words) {
      return Words.ofInput(ValueRange.of(low, high));
    }
    if (high <= low) {
      return Quantization.perTensor(1.0 / 128, 0);
    }
    double step = (high - low) / 255;
    return Quantization.perTensor(step, (int) Math.round(Byte.MIN_VALUE - low / step));
  }

  private Value integers(String name, Value like, Quantization scale) {
    return new Value(name, element(), like.shape(), Optional.of(scale), Optional.empty());
  }
}
