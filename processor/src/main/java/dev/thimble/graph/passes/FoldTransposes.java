package dev.thimble.graph.passes;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Constant;
import dev.thimble.graph.Dense;
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
import java.util.function.IntUnaryOperator;

/**
 * A transposition that only dense layers look through gives its order to the columns of their
 * weights: a picture flattened by channels costs nothing. For reals and integers alike.
 */
public final class FoldTransposes implements GraphPass {
  private final Set<String> kept;

  /**
   * A pass.
   *
   * @param kept values that must stay as they are
   */
  public FoldTransposes(Set<String> kept) {
    this.kept = Set.copyOf(kept);
  }

  @Override
  public Graph apply(Graph graph) {
    for (Node node : graph.nodes()) {
      if (node.operator() instanceof Transpose) {
        List<Node> layers = new ArrayList<>();
        if (readers(graph, node, layers) && !layers.isEmpty()) {
          int[] source = source(graph, node);
          Optional<Graph> folded = folded(graph, node, layers, source);
          if (folded.isPresent()) {
            return apply(folded.get());
          }
        }
      }
    }
    return graph;
  }

  /** Gathers the dense layers behind; false if somebody else sees the order. */
  private boolean readers(Graph graph, Node node, List<Node> layers) {
    String value = node.output();
    if (graph.outputs().contains(value) || kept.contains(value)) {
      return false;
    }
    for (Node reader : graph.consumers(value)) {
      boolean passes =
          reader.operator() instanceof Reshape
              || reader.operator() instanceof Unary
              || reader.operator() instanceof FakeQuantize;
      boolean layer =
          reader.operator() instanceof Dense
              && reader.inputs().get(0).equals(value)
              && reader.inputs().indexOf(value) == reader.inputs().lastIndexOf(value)
              && graph.in(reader, 1).isConstant();
      if (layer) {
        layers.add(reader);
      } else if (!passes || !readers(graph, reader, layers)) {
        return false;
      }
    }
    return true;
  }

  /** Which element of the transposed one is at each place. */
  private static int[] source(Graph graph, Node node) {
    Shape from = graph.in(node, 0).shape();
    Shape to = graph.out(node).shape();
    List<Integer> permutation = ((Transpose) node.operator()).permutation();
    int[] source = new int[to.size()];
    for (int i = 0; i < source.length; i++) {
      int at = 0;
      for (int axis = 0; axis < to.rank(); axis++) {
        int index = i / to.stride(axis) % to.extent(axis);
        at += index * from.stride(permutation.get(axis));
      }
      source[i] = at;
    }
    return source;
  }

  private Optional<Graph> folded(Graph graph, Node node, List<Node> layers, int[] source) {
    Map<String, Value> values = new LinkedHashMap<>(graph.values());
    Map<Node, Node> changed = new LinkedHashMap<>();
    for (Node layer : layers) {
      Value weights = graph.in(layer, 1);
      if (!rowByRow(source, weights.shape().extent(1))) {
        return Optional.empty();
      }
      boolean own = Rewriting.readOnce(graph, weights.name());
      String name = own ? weights.name() : fresh(values, layer.name() + "_weights");
      values.put(name, permuted(weights, name, source));
      List<String> inputs = new ArrayList<>(layer.inputs());
      inputs.set(1, name);
      changed.put(layer, layer.reading(inputs));
    }
    Node moved = node.with(new Reshape(graph.out(node).shape()));
    changed.put(node, node.arithmetic().isPresent() ? moved.with(new Arithmetic.Moved(0)) : moved);
    List<Node> nodes =
        graph.nodes().stream().map(other -> changed.getOrDefault(other, other)).toList();
    return Optional.of(new Graph(values, nodes, graph.inputs(), graph.outputs()));
  }

  /** Whether each row of so many elements is the same shuffle of itself. */
  private static boolean rowByRow(int[] source, int columns) {
    for (int i = 0; i < source.length; i++) {
      int row = i / columns * columns;
      if (source[i] != row + source[i % columns] || source[i % columns] >= columns) {
        return false;
      }
    }
    return source.length % columns == 0;
  }

  private static Value permuted(Value weights, String name, int[] source) {
    int columns = weights.shape().extent(1);
    IntUnaryOperator to = i -> i / columns * columns + source[i % columns];
    Constant data;
    if (weights.constant().orElseThrow() instanceof Constant.Integers integers) {
      long[] moved = new long[integers.size()];
      for (int i = 0; i < moved.length; i++) {
        moved[to.applyAsInt(i)] = integers.values()[i];
      }
      data = new Constant.Integers(moved);
    } else {
      float[] reals = weights.floats();
      float[] moved = new float[reals.length];
      for (int i = 0; i < moved.length; i++) {
        moved[to.applyAsInt(i)] = reals[i];
      }
      data = new Constant.Floats(moved);
    }
    return new Value(
        name, weights.element(), weights.shape(), weights.quantization(), Optional.of(data));
  }

  private static String fresh(Map<String, Value> values, String wanted) {
    String name = wanted;
    while (values.containsKey(name)) {
      name += "_";
    }
    return name;
  }
}
