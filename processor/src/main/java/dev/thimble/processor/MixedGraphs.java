package dev.thimble.processor;

import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.QuantisationMessage;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Value;
import dev.thimble.kernel.Interpreter;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.lower.Lower;
import dev.thimble.quantize.CalibrationSamples;
import dev.thimble.quantize.IntegerEvaluator;
import dev.thimble.quantize.Quantizer;
import dev.thimble.quantize.QuantizerOptions;
import dev.thimble.quantize.reference.Profile;
import dev.thimble.quantize.reference.ReferenceArithmetic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Networks of integers with steps of reals behind them. The network keeps its numbers; the steps
 * are quantised on what it gives for the calibration data.
 */
final class MixedGraphs {
  private final Graph graph;
  private final List<Node> head = new ArrayList<>();
  private final List<Node> tail = new ArrayList<>();

  /** Integers that a step of reals reads. */
  private final Set<String> crossing = new LinkedHashSet<>();

  private MixedGraphs(Graph graph) {
    this.graph = graph;
    for (Node node : graph.nodes()) {
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

  /** The graph in integers throughout. */
  static Graph of(Graph graph, CalibrationSamples samples) throws Problem {
    MixedGraphs mixed = new MixedGraphs(graph);
    return mixed.tail.isEmpty()
        ? ReferenceArithmetic.apply(graph, Profile.TFLM)
        : mixed.quantised(samples);
  }

  private boolean isReal(String value) {
    return !value.isEmpty() && graph.value(value).element() == ElementType.FLOAT32;
  }

  private Graph quantised(CalibrationSamples samples) throws Problem {
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
    Graph second =
        Quantizer.quantise(tail(), given(first, samples), QuantizerOptions.defaults(), fixed)
            .integer();
    return joined(first, second);
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
        .filter(value -> value.element() != ElementType.FLOAT32)
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
