package dev.thimble.graph.passes;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.ReadState;
import dev.thimble.graph.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Computes nodes whose inputs are all constants. */
public final class FoldConstants implements GraphPass {
  /** Runs a graph without inputs that has one output. */
  @FunctionalInterface
  public interface Evaluator {
    /** The elements of the output. */
    float[] evaluate(Graph graph);
  }

  private final Evaluator evaluator;

  /** Folds with that evaluator's numbers. */
  public FoldConstants(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  @Override
  public Graph apply(Graph graph) {
    for (Node node : graph.nodes()) {
      if (node.outputs().size() == 1
          && !graph.outputs().contains(node.output())
          && constant(graph, node)) {
        return apply(folded(graph, node));
      }
    }
    return graph;
  }

  private static boolean constant(Graph graph, Node node) {
    // What a state holds first is constant, what it holds later is not.
    return !(node.operator() instanceof ReadState)
        && node.inputs().stream()
            .allMatch(name -> name.isEmpty() || graph.value(name).isConstant());
  }

  private Graph folded(Graph graph, Node node) {
    Graph alone = new Graph(graph.values(), List.of(node), List.of(), List.of(node.output()));
    Map<String, Value> values = new LinkedHashMap<>(graph.values());
    values.put(
        node.output(),
        Value.real(node.output(), graph.out(node).shape(), evaluator.evaluate(alone)));
    List<Node> nodes = graph.nodes().stream().filter(other -> !other.equals(node)).toList();
    return new Graph(values, nodes, graph.inputs(), graph.outputs());
  }
}
