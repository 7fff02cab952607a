package dev.thimble.processor;

import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.QuantisationMessage;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Recent;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import dev.thimble.kernel.Interpreter;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.lower.Lower;
import dev.thimble.quantize.CalibrationSamples;
import dev.thimble.quantize.IntegerEvaluator;
import dev.thimble.quantize.Quantised;
import dev.thimble.quantize.Quantizer;
import dev.thimble.quantize.QuantizerOptions;
import dev.thimble.quantize.Rescaling;
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
  private final Set<String> crossing = new LinkedHashSet<>();

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
          crossing.add(input);
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
        ? new IntegerGraphs.Result(ReferenceArithmetic.apply(graph, Profile.TFLM), Optional.empty())
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
    boolean given = List.copyOf(crossing).equals(dataValues);
    if (given) {
      for (int i = 0; i < crossing.size(); i++) {
        toBytes(dataValues.get(i), i, samples);
      }
    }
    Map<String, Quantization> fixed = new LinkedHashMap<>();
    for (String name : crossing) {
      Value value = graph.value(name);
      if (value.element() != ElementType.INT8 || value.quantization().isEmpty()) {
        throw unsupported("it reads " + name + ", which is " + value.element() + ", not INT8");
      }
      fixed.put(name, value.quantized());
    }
    if (crossing.isEmpty() || graph.inputs().stream().anyMatch(this::isReal)) {
      throw unsupported("it reads reals beside a network of integers");
    }
    Graph first = ReferenceArithmetic.apply(head(), Profile.TFLM);
    CalibrationSamples read = given ? samples : given(first, samples);
    Quantised second = Quantizer.quantise(tail(), read, options, fixed);
    Graph integer = joined(first, second.integer());
    return new IntegerGraphs.Result(integer, given ? Optional.of(second) : Optional.empty());
  }

  /**
   * Makes bytes of a window that data files give, on their range. Frames are converted as they come
   * in: before they are kept.
   */
  private void toBytes(String window, int index, CalibrationSamples samples) throws Problem {
    Value value = graph.value(window);
    Node recent = graph.producer(window).orElseThrow();
    if (value.element() == ElementType.INT8 || !(recent.operator() instanceof Recent)) {
      return;
    }
    Quantization scale = Quantization.perTensor(1.0 / 128, 0);
    double low = 0;
    double high = 0;
    for (List<float[]> sample : samples.samples()) {
      for (float real : sample.get(index)) {
        low = Math.min(low, real);
        high = Math.max(high, real);
      }
    }
    if (high > low) {
      double step = (high - low) / 255;
      scale = Quantization.perTensor(step, (int) Math.round(Byte.MIN_VALUE - low / step));
    }
    Value frames = graph.value(recent.inputs().get(0));
    String bytes = window + "_bytes";
    while (graph.values().containsKey(bytes)) {
      bytes += "_";
    }
    Graph.Builder builder = new Graph.Builder();
    graph.values().values().forEach(builder::value);
    builder.value(signedBytes(bytes, frames, scale)).value(signedBytes(window, value, scale));
    Node rescale =
        new Node(
            bytes,
            recent.step(),
            Unary.of(Unary.Kind.IDENTITY),
            List.of(frames.name()),
            List.of(bytes),
            Optional.of(Rescaling.of(frames, scale, ElementType.INT8, Rescaling.SHORT)));
    Node keeping = recent.reading(List.of(bytes));
    for (Node node : graph.nodes()) {
      if (node.equals(recent)) {
        builder.node(rescale).node(keeping);
      } else {
        builder.node(node);
      }
    }
    graph.inputs().forEach(builder::input);
    graph.outputs().forEach(builder::output);
    graph = builder.build();
    head.set(head.indexOf(recent), keeping);
    head.add(head.indexOf(keeping), rescale);
  }

  private static Value signedBytes(String name, Value like, Quantization scale) {
    return new Value(name, ElementType.INT8, like.shape(), Optional.of(scale), Optional.empty());
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

  /** What the network gives for each sample, in reals. */
  private CalibrationSamples given(Graph first, CalibrationSamples samples) {
    Program program = Lower.program(first);
    Interpreter interpreter = new Interpreter(program);
    List<List<float[]>> results = new ArrayList<>();
    for (List<float[]> sample : samples.samples()) {
      List<long[]> inputs = new ArrayList<>();
      for (int i = 0; i < sample.size(); i++) {
        inputs.add(integers(graph.value(graph.inputs().get(i)), sample.get(i)));
      }
      interpreter.run(inputs);
      List<float[]> values = new ArrayList<>();
      for (int i = 0; i < first.outputs().size(); i++) {
        long[] read = interpreter.read(program.outputs().get(i));
        float[] integers = new float[read.length];
        for (int j = 0; j < read.length; j++) {
          integers[j] = read[j];
        }
        values.add(IntegerEvaluator.reals(graph.value(first.outputs().get(i)), integers));
      }
      results.add(values);
    }
    return new CalibrationSamples(results);
  }

  /** Inputs of the network; those without a scale are integers in the data, too. */
  private static long[] integers(Value input, float[] reals) {
    long[] integers = new long[reals.length];
    double scale = input.quantization().map(Quantization::scale).orElse(1.0);
    int zero = input.quantization().map(Quantization::zeroPoint).orElse(0);
    for (int i = 0; i < integers.length; i++) {
      long rounded = Math.round(reals[i] / scale) + zero;
      integers[i] = Math.max(input.element().min(), Math.min(input.element().max(), rounded));
    }
    return integers;
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
