package dev.thimble.kernel.lower;

import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Dense;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Value;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A line that tells a reader what a kernel computes: {@code dense, 64 -> 32, weights 32x64}. */
final class Summary {
  private static final Pattern NEXT_WORD = Pattern.compile("([a-z0-9])([A-Z])");

  private Summary() {}

  static String of(Graph graph, Node node) {
    String inputs =
        node.inputs().stream()
            .filter(name -> !name.isEmpty() && !graph.value(name).isConstant())
            .map(name -> graph.value(name).shape().toString())
            .collect(Collectors.joining(", "));
    String shapes = inputs + " -> " + graph.out(node).shape();
    return kind(node) + ", " + shapes + weights(graph, node);
  }

  private static String kind(Node node) {
    String name = node.operator().getClass().getSimpleName();
    return NEXT_WORD.matcher(name).replaceAll("$1 $2").toLowerCase(Locale.ROOT);
  }

  private static String weights(Graph graph, Node node) {
    boolean weighted =
        node.operator() instanceof Conv2d
            || node.operator() instanceof DepthwiseConv2d
            || node.operator() instanceof Dense;
    return weighted
        ? graph.input(node, 1).map(Value::shape).map(shape -> ", weights " + shape).orElse("")
        : "";
  }
}
