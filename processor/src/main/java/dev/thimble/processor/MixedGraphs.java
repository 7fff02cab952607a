package dev.thimble.processor;

import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.QuantisationMessage;
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
import dev.thimble.quantize.Quantised;
import dev.thimble.quantize.Quantizer;
import dev.thimble.quantize.QuantizerOptions;
import dev.thimble.quantize.Rescaling;
import dev.thimble.quantize.ValueRange;
import dev.thimble.quantize.Widths;
import dev.thimble.quantize.Words;
import dev.thimble.quantize.reference.Profile;
import dev.thimble.quantize.reference.ReferenceArithmetic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Networks of integers with steps of reals behind them. The network keeps its numbers; the steps
 * are quantised on what it gives for the calibration data.
 */
final class MixedGraphs {
  private final List<String> dataValues;
  private Graph graph;
  private final List<Node> head = new ArrayList<>();
  private final List<Node> tail = new ArrayList<>();

  /** Integers that a step of reals reads. */
  private final List<String> crossing = new ArrayList<>();

  private MixedGraphs(Graph graph, List<String> dataValues) {
    this.dataValues = List.copyOf(dataValues);
    this.graph = windowsInReals(graph, dataValues);
    for (Node node : this.graph.nodes()) {
      boolean reals = node.outputs().stream().anyMatch(this::isReal);
      reals |= node.inputs().stream().anyMatch(this::isReal);
      (reals ? tail : head).add(node);
    }
    for (Node node : tail) {
      for (String input : node.inputs()) {
        if (!input.isEmpty() && !isReal(input) && !graph.value(input).isConstant()) {
          if (!crossing.contains(input)) {
            crossing.add(input);
          }
        }
      }
    }
  }

  /**
   * The graph in integers throughout.
   *
   * @param dataValues the values that the samples hold: the graph's inputs, or windows over a
   *     signal
   */
  static IntegerGraphs.Result of(
      Graph graph, List<String> dataValues, CalibrationSamples samples, QuantizerOptions options)
      throws Problem {
    MixedGraphs mixed = new MixedGraphs(graph, dataValues);
    return mixed.tail.isEmpty()
        ? new IntegerGraphs.Result(
            ReferenceArithmetic.apply(graph, Profile.TFLM), Optional.empty(), given -> given)
        : mixed.quantised(samples, options);
  }

  /** Windows in another shape are reals where only reals read them: they are quantised together. */
  private static Graph windowsInReals(Graph graph, List<String> windows) {
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
                        || reader.arithmetic().isEmpty() && !integers(graph, reader));
  }

  /** Whether all else that a node reads are integers: it belongs to a network of integers. */
  private static boolean integers(Graph graph, Node node) {
    return node.inputs().stream()
        .filter(in -> !in.isEmpty())
        .allMatch(in -> graph.value(in).element().isInteger());
  }

  private boolean isReal(String value) {
    return !value.isEmpty() && graph.value(value).element() == ElementType.FLOAT32;
  }

  private IntegerGraphs.Result quantised(CalibrationSamples samples, QuantizerOptions options)
      throws Problem {
    if (crossing.isEmpty() || graph.inputs().stream().anyMatch(this::isReal)) {
      throw unsupported("it reads reals beside a network of integers");
    }
    CalibrationSamples read = crossed(samples);
    for (int i = 0; i < crossing.size(); i++) {
      narrow(i, read, options.widths());
    }
    Map<String, Value> fixed = new LinkedHashMap<>();
    for (String name : crossing) {
      Value value = graph.value(name);
      boolean known = value.element() == ElementType.INT8 || value.element() == ElementType.INT16;
      if (!known || value.quantization().isEmpty()) {
        throw unsupported("it reads " + name + ", which is " + value.element() + ", not INT8");
      }
      fixed.put(name, value);
    }
    Graph first = ReferenceArithmetic.apply(head(), Profile.TFLM);
    Quantised second = Quantizer.quantise(tail(), read, options, fixed);
    Graph integer = joined(first, second.integer());
    boolean measurable = !dataValues.equals(graph.inputs());
    return new IntegerGraphs.Result(
        integer, measurable ? Optional.of(second) : Optional.empty(), this::crossed);
  }

  /** What the steps of reals read for samples of the data files. */
  private CalibrationSamples crossed(CalibrationSamples samples) throws Problem {
    Graph first = ReferenceArithmetic.apply(head(), Profile.TFLM);
    return DataRun.of(first, dataValues, crossing).apply(samples);
  }

  /**
   * Makes bytes, or 16 bits where all layers behind want them, of what is exact, on the range that
   * it has for the samples. Frames of a window are converted as they come in: before they are kept.
   */
  private void narrow(int index, CalibrationSamples samples, Widths widths) throws Problem {
    String name = crossing.get(index);
    Value value = graph.value(name);
    Optional<Node> producer = graph.producer(name);
    if (value.element() == ElementType.INT8
        || producer.isEmpty()
        || !(producer.get().arithmetic().orElse(null) instanceof Arithmetic.Exact)) {
      return;
    }
    Node node = producer.get();
    boolean words = Words.wants(tail(), name, widths);
    ElementType element = words ? ElementType.INT16 : ElementType.INT8;
    Quantization scale = scale(index, samples, words);
    boolean window = node.operator() instanceof Recent;
    Value from = window ? graph.value(node.inputs().get(0)) : value;
    String bytes = name + (words ? "_words" : "_bytes");
    while (graph.values().containsKey(bytes)) {
      bytes += "_";
    }
    Node rescale =
        new Node(
            bytes,
            node.step(),
            Unary.of(Unary.Kind.IDENTITY),
            List.of(from.name()),
            List.of(bytes),
            Optional.of(
                Rescaling.of(from, scale, element, words ? Rescaling.LONG : Rescaling.SHORT)));
    Graph.Builder builder = new Graph.Builder(graph);
    builder.value(integers(bytes, element, from, scale));
    Node kept = window ? node.reading(List.of(bytes)) : node;
    if (window) {
      builder.value(integers(name, element, value, scale));
    } else {
      crossing.set(index, bytes);
      String renamed = bytes;
      tail.replaceAll(reader -> reader.reading(renamed(reader.inputs(), name, renamed)));
    }
    graph = builder.build();
    int at = head.indexOf(node);
    head.set(at, kept);
    head.add(window ? at : at + 1, rescale);
  }

  private static List<String> renamed(List<String> names, String from, String to) {
    return names.stream().map(name -> name.equals(from) ? to : name).toList();
  }

  private static Quantization scale(int index, CalibrationSamples samples, boolean words) {
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

  private static Value integers(String name, ElementType element, Value like, Quantization scale) {
    return new Value(name, element, like.shape(), Optional.of(scale), Optional.empty());
  }

  private Problem unsupported(String reason) {
    Node node = tail.get(0);
    return new Problem(
        QuantisationMessage.TM1301_NOT_QUANTISED,
        node.step(),
        node.operator().getClass().getSimpleName(),
        reason);
  }

  private Graph head() {
    Graph.Builder builder = new Graph.Builder();
    graph.values().values().stream()
        .filter(value -> value.element() != ElementType.FLOAT32 && !inTail(value.name()))
        .forEach(builder::value);
    head.forEach(builder::node);
    graph.inputs().forEach(builder::input);
    crossing.forEach(builder::output);
    return builder.build();
  }

  private Graph tail() {
    Graph.Builder builder = new Graph.Builder();
    for (String name : crossing) {
      builder.value(Value.real(name, graph.value(name).shape())).input(name);
    }
    for (Node node : tail) {
      for (String name : node.inputs()) {
        if (!name.isEmpty() && !crossing.contains(name)) {
          builder.value(graph.value(name));
        }
      }
      node.outputs().forEach(name -> builder.value(graph.value(name)));
      builder.node(node);
    }
    graph.outputs().stream().filter(this::inTail).forEach(builder::output);
    return builder.build();
  }

  private boolean inTail(String value) {
    return tail.stream().anyMatch(node -> node.outputs().contains(value));
  }

  private Graph joined(Graph first, Graph second) {
    Graph.Builder builder = new Graph.Builder();
    first.values().values().forEach(builder::value);
    first.nodes().forEach(builder::node);
    for (Value value : second.values().values()) {
      if (!crossing.contains(value.name())) {
        if (builder.has(value.name())) {
          throw new IllegalStateException("two values are called " + value.name());
        }
        builder.value(value);
      }
    }
    second.nodes().forEach(builder::node);
    graph.inputs().forEach(builder::input);
    graph.outputs().forEach(builder::output);
    return builder.build();
  }
}
