package dev.thimble.quantize;

import dev.thimble.graph.ArgExtreme;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Concat;
import dev.thimble.graph.Distances;
import dev.thimble.graph.Excess;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Neighbours;
import dev.thimble.graph.Node;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Softmax;
import dev.thimble.graph.Trees;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import dev.thimble.graph.WriteState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts a change of width between values of more than eight bits and nodes that read fewer, and a
 * clamp between features of 16 bits and distances that are proven within a limit.
 */
final class InsertWidths {
  /**
   * A graph and the ranges of all its values.
   *
   * @param wide values of more than eight bits
   * @param words those of them that layers read as they are
   * @param bytes the changes of width whose results are bytes
   */
  record Result(
      Graph graph,
      Calibration calibration,
      Set<String> wide,
      Set<String> words,
      Set<String> bytes) {}

  private final Graph graph;
  private final Graph.Builder builder = new Graph.Builder();
  private final Widths widths;
  private final Set<String> wide = new LinkedHashSet<>();
  private final Set<String> words = new LinkedHashSet<>();
  private final Map<String, FeatureScales.Choice> inputs;
  private final Set<String> bytes = new LinkedHashSet<>();
  private final Map<String, String> made = new LinkedHashMap<>();
  private Calibration calibration;

  private InsertWidths(
      Graph graph,
      Calibration calibration,
      Map<String, FeatureScales.Choice> inputs,
      Widths widths) {
    this.graph = graph;
    this.calibration = calibration;
    this.inputs = inputs;
    this.widths = widths;
    inputs.forEach(
        (name, choice) -> {
          if (choice.word()) {
            wide.add(name);
            if (!Wide.features(graph, name)) {
              words.add(name);
            }
          }
        });
    graph.values().values().forEach(builder::value);
    graph.inputs().forEach(builder::input);
    graph.outputs().forEach(builder::output);
  }

  static Result apply(
      Graph graph,
      Calibration calibration,
      Map<String, FeatureScales.Choice> inputs,
      Widths widths) {
    InsertWidths insertion = new InsertWidths(graph, calibration, inputs, widths);
    graph.nodes().forEach(insertion::add);
    return new Result(
        insertion.builder.build(),
        insertion.calibration,
        insertion.wide,
        insertion.words,
        insertion.bytes);
  }

  private void add(Node node) {
    List<String> read = new ArrayList<>(node.inputs());
    boolean common = sideBySide(node);
    for (int i = 0; i < read.size(); i++) {
      String input = read.get(i);
      if (common) {
        read.set(i, inCommon(node, input, i));
      } else if (!input.isEmpty() && wide.contains(input)) {
        read.set(i, narrowed(node, input));
      } else if (factor(node, input)) {
        read.set(i, changed(node, input, "_words"));
      }
    }
    builder.node(node.reading(read));
    if (!(node.operator() instanceof WriteState)) {
      widen(node, read);
    }
  }

  private String narrowed(Node node, String input) {
    if (layer(node) ? !words.contains(input) : !Wide.reads(node.operator())) {
      return changed(node, input, "_bytes");
    } else if (!layer(node) && words(node) && sumsThemselves(input)) {
      return changed(node, input, "_words");
    }
    return limited(node, input) ? changed(node, input, "_limited") : input;
  }

  /** Layers read words as they are, and so does softmax; sums of classical models they do not. */
  private static boolean layer(Node node) {
    return LinearKernels.hasWeights(node.operator()) || node.operator() instanceof Softmax;
  }

  /** Whether a node gives more than eight bits, and whether these are words. */
  private void widen(Node node, List<String> read) {
    boolean word =
        Words.gives(node, widths)
            || (Words.carries(node)
                && read.stream().anyMatch(words::contains)
                && read.stream().allMatch(in -> !wide.contains(in) || words.contains(in)));
    boolean carried = Wide.carries(node.operator()) && read.stream().anyMatch(wide::contains);
    if (word) {
      words.add(node.output());
    }
    if (word || carried || Wide.sums(node.operator())) {
      wide.add(node.output());
    }
  }

  /** Whether bytes are put beside values of more bits, or such with other scales. */
  private boolean sideBySide(Node node) {
    return node.operator() instanceof Concat
        && node.inputs().stream().anyMatch(words::contains)
        && node.inputs().stream().noneMatch(in -> graph.value(in).isConstant());
  }

  /** Words on the range of all that they are put beside, and so of one scale. */
  private String inCommon(Node node, String input, int position) {
    String name = changed(node, input, "_words_" + node.name() + position);
    ValueRange all =
        node.inputs().stream().map(calibration::range).reduce(ValueRange::union).orElseThrow();
    calibration = calibration.with(name, all);
    return name;
  }

  /** Whether bytes are multiplied by values of more bits: their zero must be 0 too. */
  private boolean factor(Node node, String input) {
    return node.operator() instanceof Binary binary
        && binary.kind() == Binary.Kind.MUL
        && !graph.value(input).isConstant()
        && node.inputs().stream().anyMatch(wide::contains);
  }

  private static boolean words(Node node) {
    return !Wide.readsAny(node.operator());
  }

  /** Whether a value is a sum in a width of its own. */
  private boolean sumsThemselves(String value) {
    Optional<Node> producer = graph.producer(value);
    if (producer.isPresent() && producer.get().operator() instanceof Reshape) {
      return sumsThemselves(producer.get().inputs().get(0));
    }
    return producer.filter(p -> Wide.ownWidth(p.operator())).isPresent();
  }

  private boolean limited(Node node, String input) {
    boolean measures =
        node.operator() instanceof Distances || node.operator() instanceof Neighbours;
    String source = input;
    while (graph.producer(source).filter(n -> n.operator() instanceof Reshape).isPresent()) {
      source = graph.producer(source).orElseThrow().inputs().get(0);
    }
    FeatureScales.Choice choice = inputs.get(source);
    return measures && choice != null && choice.limit() > 0;
  }

  private String changed(Node node, String input, String ending) {
    String known = made.get(input + ending);
    if (known != null) {
      return known;
    }
    String name = input + ending;
    while (builder.has(name)) {
      name += "_";
    }
    builder.value(Value.real(name, graph.value(input).shape()));
    builder.node(
        new Node(
            name,
            node.step(),
            Unary.of(Unary.Kind.IDENTITY),
            List.of(input),
            List.of(name),
            Optional.empty()));
    calibration = calibration.with(name, calibration.range(input));
    made.put(input + ending, name);
    if (ending.equals("_bytes")) {
      bytes.add(name);
    } else {
      wide.add(name);
    }
    if (!ending.equals("_bytes") && (words.contains(input) || !wide.contains(input))) {
      words.add(name);
    }
    return name;
  }

  /** Whether all readers of a value take sums of 32 bits as they are. */
  static boolean readAsSums(Graph graph, String value) {
    return Wide.readers(graph, value).stream()
        .allMatch(
            node ->
                node.operator() instanceof ArgExtreme
                    || node.operator() instanceof Excess
                    || node.operator() instanceof Trees
                    || node.operator() instanceof Unary);
  }
}
