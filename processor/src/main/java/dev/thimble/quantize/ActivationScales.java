package dev.thimble.quantize;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Pad;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.ReadState;
import dev.thimble.graph.WriteState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Chooses the scale of every activation; values that share one have the union of their ranges. */
final class ActivationScales {
  private final Graph graph;
  private final Calibration calibration;
  private final Map<String, Quantization> fixed;

  /** Leader of each value's group; a leader leads itself. */
  private final Map<String, String> leaders = new LinkedHashMap<>();

  private ActivationScales(Graph graph, Calibration calibration, Map<String, Quantization> fixed) {
    this.graph = graph;
    this.calibration = calibration;
    this.fixed = fixed;
  }

  /**
   * The quantisation of every value that is not constant.
   *
   * @param inputs stated ranges of inputs
   * @param fixed inputs that are integers already, and outputs that a network of integers reads
   */
  static Map<String, Quantization> choose(
      Graph graph,
      Calibration calibration,
      Map<String, ValueRange> inputs,
      Map<String, Quantization> fixed) {
    ActivationScales scales = new ActivationScales(graph, calibration, fixed);
    graph.inputs().forEach(name -> scales.leaders.put(name, name));
    graph.nodes().stream()
        .filter(node -> !(node.operator() instanceof WriteState))
        .forEach(node -> scales.leaders.put(node.output(), node.output()));
    graph.nodes().forEach(scales::unite);
    return scales.chosen(inputs);
  }

  private void unite(Node node) {
    if (node.operator() instanceof WriteState) {
      String read = States.read(graph, node).output();
      String written = node.inputs().get(0);
      if (leaders.containsKey(written)) {
        leaders.put(leader(read), leader(written));
      }
      return;
    }
    for (String input : Sharing.inputs(node)) {
      if (leaders.containsKey(input)) {
        leaders.put(leader(node.output()), leader(input));
      }
    }
  }

  private String leader(String value) {
    String at = value;
    while (!at.equals(leaders.getOrDefault(at, at))) {
      at = leaders.getOrDefault(at, at);
    }
    return at;
  }

  private Map<String, Quantization> chosen(Map<String, ValueRange> inputs) {
    Map<String, ValueRange> ranges = new LinkedHashMap<>();
    Map<String, Quantization> given = new LinkedHashMap<>();
    for (String value : leaders.keySet()) {
      ranges.merge(leader(value), range(value), ValueRange::union);
      given(value, inputs).ifPresent(q -> given.put(leader(value), q));
    }
    Map<String, Quantization> chosen = new LinkedHashMap<>();
    for (String value : leaders.keySet()) {
      String leader = leader(value);
      Quantization covering = Int8.covering(ranges.getOrDefault(leader, range(value)));
      chosen.put(value, given.getOrDefault(leader, covering));
    }
    return chosen;
  }

  private Optional<Quantization> given(String value, Map<String, ValueRange> inputs) {
    if (fixed.containsKey(value) && free(value)) {
      return Optional.ofNullable(fixed.get(value));
    }
    ValueRange measured = calibration.range(value);
    if (graph.inputs().contains(value)) {
      return Optional.of(Int8.ofInput(inputs.getOrDefault(value, measured), measured.integral()));
    }
    return graph.producer(value).flatMap(node -> Sharing.customary(graph, node));
  }

  /** Whether what gives the value can give it in any scale. */
  private boolean free(String value) {
    return graph
        .producer(value)
        .map(n -> Sharing.inputs(n).isEmpty() && Sharing.customary(graph, n).isEmpty())
        .orElse(true);
  }

  /** What a value must hold: what was measured, and the constants that are put beside it. */
  private ValueRange range(String value) {
    ValueRange range = calibration.range(value);
    Optional<Node> producer = graph.producer(value);
    if (producer.isPresent() && producer.get().operator() instanceof Pad pad) {
      range = range.union(ValueRange.of(pad.value(), pad.value()));
    }
    if (producer.isPresent() && producer.get().operator() instanceof ReadState) {
      range = range.union(written(producer.get()));
    }
    if (producer.isPresent() && Sharing.several(producer.get().operator())) {
      for (String input : Sharing.inputs(producer.get())) {
        range = range.union(calibration.range(input));
      }
    }
    return range;
  }

  /** A state may be given a constant, and must hold what it was reset to. */
  private ValueRange written(Node read) {
    ValueRange range = calibration.range(read.inputs().get(0));
    for (Node node : graph.nodes()) {
      if (node.operator() instanceof WriteState
          && States.read(graph, node).output().equals(read.output())) {
        range = range.union(calibration.range(node.inputs().get(0)));
      }
    }
    return range;
  }
}
