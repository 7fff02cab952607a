package dev.thimble.graph.passes;

import dev.thimble.graph.Activation;
import dev.thimble.graph.AffineMap;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Constant;
import dev.thimble.graph.Distances;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Neighbours;
import dev.thimble.graph.Node;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Trees;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A factor and a shift of each feature ahead of classical models go into the weights, points and
 * thresholds of all that read them, so that a scaler is not computed.
 */
public final class FoldScalerAhead implements GraphPass {
  /** {@code factors[k] * x[k] + shifts[k]}. */
  private record Scaler(double[] factors, double[] shifts) {}

  @Override
  public Graph apply(Graph graph) {
    for (Node node : graph.nodes()) {
      Optional<Graph> folded = folded(graph, node);
      if (folded.isPresent()) {
        return apply(folded.get());
      }
    }
    return graph;
  }

  private static Optional<Graph> folded(Graph graph, Node node) {
    Optional<Scaler> scaler = scaler(graph, node);
    if (scaler.isEmpty() || graph.outputs().contains(node.output())) {
      return Optional.empty();
    }
    int data = graph.in(node, 0).isConstant() ? 1 : 0;
    List<Node> readers = readers(graph, node.output());
    boolean all =
        !readers.isEmpty()
            && readers.stream().allMatch(reader -> takes(graph, reader, scaler.get()));
    if (!all) {
      return Optional.empty();
    }
    Map<String, Value> values = new LinkedHashMap<>(graph.values());
    List<Node> nodes = new ArrayList<>();
    for (Node other : graph.nodes()) {
      if (other.equals(node)) {
        continue;
      }
      Node changed = readers.contains(other) ? taking(graph, other, scaler.get(), values) : other;
      String in = node.inputs().get(data);
      nodes.add(
          changed.reading(
              changed.inputs().stream()
                  .map(name -> name.equals(node.output()) ? in : name)
                  .toList()));
    }
    values.remove(node.output());
    return Optional.of(new Graph(values, nodes, graph.inputs(), graph.outputs()));
  }

  /** Those who read a value, looking through reshapes that nobody else needs. */
  private static List<Node> readers(Graph graph, String value) {
    List<Node> readers = new ArrayList<>();
    for (Node reader : graph.consumers(value)) {
      if (reader.operator() instanceof Reshape && !graph.outputs().contains(reader.output())) {
        readers.addAll(readers(graph, reader.output()));
      } else {
        readers.add(reader);
      }
    }
    return readers;
  }

  private static Optional<Scaler> scaler(Graph graph, Node node) {
    if (!(node.operator() instanceof Binary binary)
        || !binary.activation().equals(Activation.NONE)
        || graph.in(node, 0).isConstant() == graph.in(node, 1).isConstant()) {
      return Optional.empty();
    }
    boolean first = graph.in(node, 0).isConstant();
    Value constant = graph.in(node, first ? 0 : 1);
    Shape shape = graph.in(node, first ? 1 : 0).shape();
    boolean each =
        constant.shape().elements() == shape.elements() || constant.shape().elements() == 1;
    if (!each
        || graph.out(node).shape().elements() != shape.elements()
        || !(constant.constant().orElseThrow() instanceof Constant.Floats floats)) {
      return Optional.empty();
    }
    int size = shape.size();
    double[] values =
        IntStream.range(0, size)
            .mapToDouble(k -> floats.values()[floats.size() == 1 ? 0 : k])
            .toArray();
    double[] ones = new double[size];
    Arrays.fill(ones, 1);
    double[] zeros = new double[size];
    return switch (binary.kind()) {
      case MUL -> Optional.of(new Scaler(values, zeros));
      case ADD -> Optional.of(new Scaler(ones, values));
      case SUB ->
          first
              ? Optional.of(new Scaler(Arrays.stream(ones).map(v -> -v).toArray(), values))
              : Optional.of(new Scaler(ones, Arrays.stream(values).map(v -> -v).toArray()));
      case DIV ->
          first
              ? Optional.empty()
              : Optional.of(new Scaler(Arrays.stream(values).map(v -> 1 / v).toArray(), zeros));
      default -> Optional.empty();
    };
  }

  private static boolean takes(Graph graph, Node reader, Scaler scaler) {
    boolean constants =
        reader.inputs().stream()
            .skip(1)
            .allMatch(in -> in.isEmpty() || graph.value(in).isConstant());
    boolean finite = Arrays.stream(scaler.factors).allMatch(Double::isFinite);
    boolean rising = Arrays.stream(scaler.factors).allMatch(f -> f > 0);
    boolean compares =
        reader.operator() instanceof Distances
            || reader.operator() instanceof Neighbours
            || reader.operator() instanceof Trees;
    return constants && finite && (reader.operator() instanceof AffineMap || (compares && rising));
  }

  private static Node taking(Graph graph, Node node, Scaler scaler, Map<String, Value> values) {
    List<String> inputs = new ArrayList<>(node.inputs());
    if (node.operator() instanceof AffineMap) {
      affine(graph, node, scaler, values, inputs);
    } else if (node.operator() instanceof Trees trees) {
      float[] thresholds = graph.in(node, Trees.THRESHOLDS).floats().clone();
      for (int i = 0; i < thresholds.length; i++) {
        int k = trees.splits().get(i).feature();
        thresholds[i] = down((thresholds[i] - scaler.shifts[k]) / scaler.factors[k]);
      }
      put(node, graph.in(node, Trees.THRESHOLDS), thresholds, Trees.THRESHOLDS, values, inputs);
    } else {
      boolean distances = node.operator() instanceof Distances;
      points(
          graph, node, scaler, distances ? Distances.WEIGHTS : Neighbours.WEIGHTS, values, inputs);
    }
    return node.reading(inputs);
  }

  private static void affine(
      Graph graph, Node node, Scaler scaler, Map<String, Value> values, List<String> inputs) {
    Value weights = graph.in(node, 1);
    int n = scaler.factors.length;
    float[] scaled = weights.floats().clone();
    float[] bias =
        graph.input(node, 2).map(b -> b.floats().clone()).orElse(new float[scaled.length / n]);
    for (int row = 0; row < bias.length; row++) {
      double sum = bias[row];
      for (int k = 0; k < n; k++) {
        sum += scaled[row * n + k] * scaler.shifts[k];
        scaled[row * n + k] = (float) (scaled[row * n + k] * scaler.factors[k]);
      }
      bias[row] = (float) sum;
    }
    put(node, weights, scaled, 1, values, inputs);
    Value shifted = Value.real("bias", Shape.of(bias.length), bias);
    if (inputs.size() == 2) {
      inputs.add("");
    }
    put(node, shifted, bias, 2, values, inputs);
  }

  private static void points(
      Graph graph,
      Node node,
      Scaler scaler,
      int at,
      Map<String, Value> values,
      List<String> inputs) {
    Value points = graph.in(node, Distances.POINTS);
    int n = scaler.factors.length;
    float[] plain = points.floats().clone();
    for (int i = 0; i < plain.length; i++) {
      plain[i] = (float) ((plain[i] - scaler.shifts[i % n]) / scaler.factors[i % n]);
    }
    put(node, points, plain, Distances.POINTS, values, inputs);
    Optional<Value> given = graph.input(node, at);
    if (given.isEmpty() && Arrays.stream(scaler.factors).allMatch(f -> f == 1)) {
      return;
    }
    float[] ones = new float[n];
    Arrays.fill(ones, 1);
    float[] weights = given.map(g -> g.floats().clone()).orElse(ones);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (weights[i] * scaler.factors[i % n]);
    }
    while (inputs.size() <= at) {
      inputs.add("");
    }
    Value like = given.orElse(Value.real("weights", Shape.of(n), weights));
    put(node, like, weights, at, values, inputs);
  }

  /** Gives the node a constant of its own. */
  private static void put(
      Node node,
      Value like,
      float[] data,
      int position,
      Map<String, Value> values,
      List<String> inputs) {
    String name = node.name() + "_scaled" + position;
    while (values.containsKey(name)) {
      name += "_";
    }
    values.put(name, Value.real(name, like.shape(), data));
    inputs.set(position, name);
  }

  /** The largest float of at most the number. */
  private static float down(double number) {
    float near = (float) number;
    return near > number ? Math.nextDown(near) : near;
  }
}
