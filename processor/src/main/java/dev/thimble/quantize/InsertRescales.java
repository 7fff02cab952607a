package dev.thimble.quantize;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Pad;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import dev.thimble.graph.WriteState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts a change of scale, a table, before inputs of concatenations and the like that cannot share
 * their scale with the others, or that would lose more than a bit by it elsewhere.
 */
final class InsertRescales {
  /** A graph and the ranges of all its values. */
  record Result(Graph graph, Calibration calibration) {}

  private final Graph graph;
  private Calibration calibration;
  private final Graph.Builder builder;

  private InsertRescales(Graph graph, Calibration calibration) {
    this.graph = graph;
    this.calibration = calibration;
    builder = new Graph.Builder();
    graph.values().values().forEach(builder::value);
    graph.inputs().forEach(builder::input);
    graph.outputs().forEach(builder::output);
  }

  static Result apply(Graph graph, Calibration calibration) {
    InsertRescales insertion = new InsertRescales(graph, calibration);
    graph.nodes().forEach(insertion::add);
    return new Result(insertion.builder.build(), insertion.calibration);
  }

  private void add(Node node) {
    List<String> inputs = new ArrayList<>(node.inputs());
    for (int i = 0; i < inputs.size(); i++) {
      if (needed(node, inputs.get(i))) {
        inputs.set(i, rescaled(node, inputs.get(i), i));
      }
    }
    builder.node(node.reading(inputs));
  }

  private boolean needed(Node node, String input) {
    if (node.operator() instanceof Pad pad && Sharing.given(graph, input)) {
      ValueRange range = calibration.range(input).withZero();
      return pad.value() < range.low() || pad.value() > range.high();
    }
    if (node.operator() instanceof WriteState) {
      return !graph.value(input).isConstant() && Sharing.given(graph, input);
    }
    boolean several = Sharing.several(node.operator()) && Sharing.inputs(node).contains(input);
    if (!several || graph.value(input).isConstant()) {
      return false;
    }
    boolean elsewhere = graph.consumers(input).size() > 1 || graph.outputs().contains(input);
    double width = calibration.range(input).withZero().width();
    return Sharing.given(graph, input) || (elsewhere && width < together(node).width() / 2);
  }

  private ValueRange together(Node node) {
    return Sharing.inputs(node).stream()
        .map(name -> calibration.range(name).withZero())
        .reduce(ValueRange::union)
        .orElseThrow();
  }

  private String rescaled(Node node, String input, int position) {
    String name = node.name() + "_rescale" + position;
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
    return name;
  }
}
