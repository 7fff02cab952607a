package dev.thimble.graph.passes;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.FakeQuantize;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Transpose;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Transpositions that meet become one; one that only moves axes of extent 1 becomes a reshape; and
 * one before functions of each element goes behind them where another waits for it there.
 */
public final class MergeTransposes implements GraphPass {
  private final Set<String> kept;

  /**
   * A pass.
   *
   * @param kept values that must stay as they are
   */
  public MergeTransposes(Set<String> kept) {
    this.kept = Set.copyOf(kept);
  }

  @Override
  public Graph apply(Graph graph) {
    for (Node node : graph.nodes()) {
      if (node.operator() instanceof Transpose transpose) {
        Optional<Graph> simpler =
            movesNothing(transpose, graph.in(node, 0).shape())
                ? Optional.of(Rewriting.replace(graph, node, reshape(graph, node)))
                : merged(graph, node, transpose);
        if (simpler.isPresent()) {
          return apply(simpler.get());
        }
      }
    }
    return graph;
  }

  private static boolean movesNothing(Transpose transpose, Shape from) {
    List<Integer> many =
        transpose.permutation().stream().filter(axis -> from.extent(axis) > 1).toList();
    return many.equals(many.stream().sorted().toList());
  }

  private static Node reshape(Graph graph, Node node) {
    Node moved = node.with(new Reshape(graph.out(node).shape()));
    return node.arithmetic().isPresent() ? moved.with(new Arithmetic.Moved(0)) : moved;
  }

  /** Looks up the chain of functions that only this node reads, for another transposition. */
  private Optional<Graph> merged(Graph graph, Node node, Transpose second) {
    List<Node> between = new ArrayList<>();
    String at = node.inputs().get(0);
    Optional<Node> producer = graph.producer(at);
    while (producer.isPresent() && elementwise(producer.get()) && alone(graph, at)) {
      between.add(0, producer.get());
      at = producer.get().inputs().get(0);
      producer = graph.producer(at);
    }
    if (producer.isEmpty() || !(producer.get().operator() instanceof Transpose first)) {
      return Optional.empty();
    }
    boolean shared = !between.isEmpty() && !alone(graph, at);
    return shared
        ? Optional.empty()
        : Optional.of(together(graph, producer.get(), first, between, node, second));
  }

  private boolean alone(Graph graph, String value) {
    return Rewriting.readOnce(graph, value) && !kept.contains(value);
  }

  private static boolean elementwise(Node node) {
    return node.operator() instanceof Unary || node.operator() instanceof FakeQuantize;
  }

  private Graph together(
      Graph graph, Node first, Transpose one, List<Node> between, Node last, Transpose two) {
    List<Integer> permutation =
        two.permutation().stream().map(axis -> one.permutation().get(axis)).toList();
    Map<String, Value> values = new LinkedHashMap<>(graph.values());
    Map<Node, Node> changed = new LinkedHashMap<>();
    String source = first.inputs().get(0);
    Shape shape = graph.value(source).shape();
    for (Node function : between) {
      changed.put(function, function.reading(List.of(source)));
      source = function.output();
      values.put(source, graph.value(source).with(shape));
    }
    changed.put(last, last.with(new Transpose(permutation)).reading(List.of(source)));
    List<Node> nodes =
        graph.nodes().stream().map(node -> changed.getOrDefault(node, node)).toList();
    Graph merged = new Graph(values, nodes, graph.inputs(), graph.outputs());
    return alone(graph, first.output()) ? Rewriting.without(merged, first) : merged;
  }
}
