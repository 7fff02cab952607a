package dev.thimble.quantize;

import dev.thimble.graph.ArgExtreme;
import dev.thimble.graph.Distances;
import dev.thimble.graph.Excess;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Neighbours;
import dev.thimble.graph.Node;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Trees;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
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
   * @param bytes the changes of width whose results are bytes
   */
  record Result(Graph graph, Calibration calibration, Set<String> wide, Set<String> bytes) {}

  private final Graph graph;
  private final Graph.Builder builder = new Graph.Builder();
  private final Set<String> wide;
  private final Map<String, FeatureScales.Choice> inputs;
  private final Set<String> bytes = new LinkedHashSet<>();
  private final Map<String, String> made = new LinkedHashMap<>();
  private Calibration calibration;

  private InsertWidths(
      Graph graph, Calibration calibration, Map<String, FeatureScales.Choice> inputs) {
    this.graph = graph;
    this.calibration = calibration;
    this.inputs = inputs;
    Set<String> words = new LinkedHashSet<>();
    inputs.forEach(
        (name, choice) -> {
          if (choice.word()) {
            words.add(name);
          }
        });
    wide = Wide.values(graph, words);
    graph.values().values().forEach(builder::value);
    graph.inputs().forEach(builder::input);
    graph.outputs().forEach(builder::output);
  }

  static Result apply(
      Graph graph, Calibration calibration, Map<String, FeatureScales.Choice> inputs) {
    InsertWidths insertion = new InsertWidths(graph, calibration, inputs);
    graph.nodes().forEach(insertion::add);
    Set<String> all = Wide.values(insertion.builder.build(), insertion.wide);
    all.removeAll(insertion.bytes);
    return new Result(insertion.builder.build(), insertion.calibration, all, insertion.bytes);
  }

  private void add(Node node) {
    List<String> read = new ArrayList<>(node.inputs());
    for (int i = 0; i < read.size(); i++) {
      String input = read.get(i);
      if (input.isEmpty() || !wide.contains(input)) {
        continue;
      }
      if (!Wide.reads(node.operator())) {
        read.set(i, changed(node, input, "_bytes"));
      } else if (words(node) && sumsThemselves(input)) {
        read.set(i, changed(node, input, "_words"));
      } else if (limited(node, input)) {
        read.set(i, changed(node, input, "_limited"));
      }
    }
    builder.node(node.reading(read));
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
