package dev.thimble.processor;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Value;
import dev.thimble.quantize.CalibrationSamples;
import dev.thimble.quantize.Quantised;
import dev.thimble.quantize.Quantizer;
import dev.thimble.quantize.QuantizerOptions;
import dev.thimble.quantize.Unquantised;
import dev.thimble.quantize.Widths;
import dev.thimble.quantize.Words;
import dev.thimble.quantize.reference.Profile;
import dev.thimble.quantize.reference.ReferenceArithmetic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The first steps of reals in a graph: those before which there are only integers, and inputs. What
 * reads their results as integers, and all that follows from that, is left for the next part.
 */
final class RealPart {
  /**
   * The graph with that part in integers.
   *
   * @param quantised how the part became integers
   */
  record Result(Graph graph, Quantised quantised) {}

  private final Graph graph;
  private final List<String> dataValues;
  private final List<Node> head = new ArrayList<>();
  private final List<Node> part = new ArrayList<>();
  private final List<Node> rest = new ArrayList<>();

  /** Integers, and inputs of reals, that the part reads. */
  private final Set<String> reads = new LinkedHashSet<>();

  private RealPart(Graph graph, List<String> dataValues) {
    this.graph = graph;
    this.dataValues = List.copyOf(dataValues);
    Set<String> late = new LinkedHashSet<>();
    Set<String> given = new LinkedHashSet<>();
    for (Node node : graph.nodes()) {
      boolean after = Border.is(graph, node) || node.inputs().stream().anyMatch(late::contains);
      if (after) {
        rest.add(node);
        late.addAll(node.outputs());
      } else {
        boolean cut = node.inputs().stream().anyMatch(given::contains);
        (isReal(node) || cut ? part : head).add(node);
        if (isReal(node) || cut) {
          given.addAll(node.outputs());
        }
      }
    }
    for (Node node : part) {
      for (String input : node.inputs()) {
        boolean outside = !input.isEmpty() && !graph.value(input).isConstant() && !inPart(input);
        if (outside) {
          reads.add(input);
        }
      }
    }
    // Inputs that nothing reads are quantised all the same: a model has them.
    graph.inputs().stream()
        .filter(name -> isReal(name) && graph.consumers(name).isEmpty())
        .forEach(reads::add);
  }

  /** The first part of reals; an empty one where all are integers. */
  static RealPart first(Graph graph, List<String> dataValues) {
    Graph ready = Border.ofInputs(Narrowing.windowsInReals(graph, dataValues));
    return new RealPart(ready, dataValues);
  }

  Graph graph() {
    return graph;
  }

  boolean isEmpty() {
    return part.isEmpty();
  }

  /** Whether all else are integers. */
  boolean isLast() {
    return rest.isEmpty();
  }

  /** Whether there is nothing else. */
  boolean isWhole() {
    return head.isEmpty() && rest.isEmpty();
  }

  private boolean isReal(Node node) {
    return node.outputs().stream().anyMatch(this::isReal)
        || node.inputs().stream().anyMatch(this::isReal);
  }

  private boolean isReal(String value) {
    return !value.isEmpty() && graph.value(value).element() == ElementType.FLOAT32;
  }

  private boolean inPart(String value) {
    return part.stream().anyMatch(node -> node.outputs().contains(value));
  }

  /** The graph with this part in integers, on what it reads for the samples. */
  Result quantised(CalibrationSamples samples, QuantizerOptions options) throws Problem {
    CalibrationSamples read = read(samples);
    return narrowed(read, options.widths()).inIntegers(read, options);
  }

  private Result inIntegers(CalibrationSamples read, QuantizerOptions options) throws Problem {
    Map<String, Value> fixed = new LinkedHashMap<>();
    for (String name : reads) {
      if (!isReal(name)) {
        fixed.put(name, integers(name));
      }
    }
    Border border = new Border(graph, part, rest);
    fixed.putAll(border.wanted());
    Quantised quantised = Quantizer.quantise(alone(border), read, options, fixed);
    Graph first = ReferenceArithmetic.apply(before(), Profile.TFLM);
    return new Result(joined(first, quantised.integer(), border), quantised);
  }

  private Value integers(String name) throws Problem {
    Value value = graph.value(name);
    boolean known = value.element() == ElementType.INT8 || value.element() == ElementType.INT16;
    if (!known || value.quantization().isEmpty()) {
      throw Unquantised.of(
          part.get(0), "it reads " + name + ", which is " + value.element() + ", not INT8");
    }
    return value;
  }

  /** What the part reads for samples of the data files. */
  CalibrationSamples read(CalibrationSamples samples) throws Problem {
    List<String> integers = reads.stream().filter(name -> !isReal(name)).toList();
    List<String> given = dataValues.stream().filter(name -> !isReal(name)).toList();
    if (integers.isEmpty()) {
      return picked(samples, samples, integers);
    }
    Graph first = ReferenceArithmetic.apply(before(), Profile.TFLM);
    DataRun run = DataRun.of(first, given, integers);
    return picked(samples, run.apply(picked(samples, given)), integers);
  }

  /** The arrays of some of the values that the samples hold. */
  private CalibrationSamples picked(CalibrationSamples samples, List<String> values) {
    List<Integer> places = values.stream().map(dataValues::indexOf).toList();
    return new CalibrationSamples(
        samples.samples().stream().map(s -> places.stream().map(s::get).toList()).toList(),
        samples.runs());
  }

  /** For each sample the arrays that the part reads, of reals and of integers that were run. */
  private CalibrationSamples picked(
      CalibrationSamples samples, CalibrationSamples run, List<String> integers) {
    List<List<float[]>> result = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      List<float[]> arrays = new ArrayList<>();
      for (String name : reads) {
        arrays.add(
            isReal(name)
                ? samples.samples().get(i).get(dataValues.indexOf(name))
                : run.samples().get(i).get(integers.indexOf(name)));
      }
      result.add(arrays);
    }
    return new CalibrationSamples(result, samples.runs());
  }

  /** The same part of a graph in which what it reads has as many bits as it can read. */
  private RealPart narrowed(CalibrationSamples read, Widths widths) {
    Graph narrow = graph;
    Graph alone = alone(new Border(graph, part, rest));
    Set<String> names = part.stream().map(Node::name).collect(Collectors.toSet());
    int index = 0;
    for (String name : reads) {
      if (!isReal(name)) {
        boolean words = Words.wants(alone, name, widths);
        narrow = new Narrowing(narrow, names, words).apply(name, read, index);
      }
      index++;
    }
    return narrow.equals(graph) ? this : new RealPart(narrow, dataValues);
  }

  private Graph before() {
    Graph.Builder builder = new Graph.Builder();
    Set<String> later = new LinkedHashSet<>();
    part.forEach(node -> later.addAll(node.outputs()));
    rest.forEach(node -> later.addAll(node.outputs()));
    graph.values().values().stream()
        .filter(value -> value.element() != ElementType.FLOAT32 && !later.contains(value.name()))
        .forEach(builder::value);
    head.forEach(builder::node);
    graph.inputs().stream().filter(name -> !isReal(name)).forEach(builder::input);
    reads.stream().filter(name -> !isReal(name)).forEach(builder::output);
    return builder.build();
  }

  private Graph alone(Border border) {
    Graph.Builder builder = new Graph.Builder();
    for (String name : reads) {
      builder.value(Value.real(name, graph.value(name).shape())).input(name);
    }
    for (Node node : part) {
      for (String name : node.inputs()) {
        if (!name.isEmpty() && !reads.contains(name)) {
          builder.value(graph.value(name));
        }
      }
      node.outputs().forEach(name -> builder.value(graph.value(name)));
      builder.node(node);
    }
    Set<String> outputs = new LinkedHashSet<>();
    graph.outputs().stream().filter(this::inPart).forEach(outputs::add);
    outputs.addAll(border.read(this::inPart));
    outputs.forEach(builder::output);
    return builder.build();
  }

  private Graph joined(Graph first, Graph second, Border border) {
    Graph.Builder builder = new Graph.Builder();
    first.values().values().forEach(builder::value);
    first.nodes().forEach(builder::node);
    for (Value value : second.values().values()) {
      if (!reads.contains(value.name()) || isReal(value.name())) {
        if (builder.has(value.name())) {
          throw new IllegalStateException("two values are called " + value.name());
        }
        builder.value(value);
      }
    }
    second.nodes().forEach(builder::node);
    for (Node node : rest) {
      node.inputs().stream()
          .filter(name -> !name.isEmpty() && !builder.has(name))
          .forEach(name -> builder.value(graph.value(name)));
      node.outputs().forEach(name -> builder.value(graph.value(name)));
      builder.node(border.ruled(node, builder));
    }
    graph.inputs().forEach(builder::input);
    graph.outputs().forEach(builder::output);
    return builder.build();
  }
}
