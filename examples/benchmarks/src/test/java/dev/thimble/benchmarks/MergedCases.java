package dev.thimble.benchmarks;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.List;

/** Many small networks as one, side by side: one firmware tests them all. */
final class MergedCases {
  private final Graph.Builder builder = new Graph.Builder();
  private final List<long[]> inputs = new ArrayList<>();
  private final List<long[]> outputs = new ArrayList<>();
  private final List<String> outputNames = new ArrayList<>();

  private MergedCases() {}

  /** Networks without state and with one vector each. */
  static GoldenCase of(String name, List<GoldenCase> cases) {
    MergedCases merged = new MergedCases();
    cases.forEach(merged::add);
    return new GoldenCase(
        name,
        merged.builder.build(),
        false,
        merged.outputNames,
        List.of(new GoldenCase.Vector(merged.inputs, merged.outputs)));
  }

  private void add(GoldenCase one) {
    Graph graph = one.graph();
    String prefix = one.name() + "_";
    graph.values().values().forEach(value -> builder.value(renamed(value, prefix)));
    for (Node node : graph.nodes()) {
      builder.node(
          new Node(
              prefix + node.name(),
              prefix + node.step(),
              node.operator(),
              prefixed(node.inputs(), prefix),
              prefixed(node.outputs(), prefix),
              node.arithmetic()));
    }
    prefixed(graph.inputs(), prefix).forEach(builder::input);
    prefixed(graph.outputs(), prefix).forEach(builder::output);
    inputs.addAll(one.vectors().get(0).inputs());
    outputs.addAll(one.vectors().get(0).outputs());
    outputNames.addAll(one.outputNames());
  }

  private static Value renamed(Value value, String prefix) {
    return new Value(
        prefix + value.name(),
        value.element(),
        value.shape(),
        value.quantization(),
        value.constant());
  }

  private static List<String> prefixed(List<String> names, String prefix) {
    return names.stream().map(name -> name.isEmpty() ? name : prefix + name).toList();
  }
}
