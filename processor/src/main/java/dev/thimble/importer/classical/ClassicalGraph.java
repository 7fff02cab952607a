package dev.thimble.importer.classical;

import dev.thimble.graph.Activation;
import dev.thimble.graph.AffineMap;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Distances;
import dev.thimble.graph.Excess;
import dev.thimble.graph.Graph;
import dev.thimble.graph.L2Normalization;
import dev.thimble.graph.Metric;
import dev.thimble.graph.Neighbours;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts a classical model together from few operators, each fed by the one before. A scaler is not
 * computed: it goes into the weights, points and thresholds of what follows.
 */
public final class ClassicalGraph {
  /** Name of what comes out. */
  public static final String RESULT = "scores";

  private final Graph.Builder builder = new Graph.Builder();
  private String current = "x";
  private int size;
  private double[] factors;
  private double[] shifts;
  private int count;

  /** A model of so many features. */
  public ClassicalGraph(int features) {
    size = features;
    factors = ones(features);
    shifts = new double[features];
    builder.value(Value.real(current, Shape.of(features))).input(current);
  }

  private static double[] ones(int size) {
    double[] ones = new double[size];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** How many numbers there are now. */
  public int size() {
    return size;
  }

  /** The name of what there is now. */
  public String current() {
    return current;
  }

  /** Goes on from a value that was there earlier, of so many elements. */
  public ClassicalGraph from(String value, int elements) {
    current = value;
    unscaled(elements);
    return this;
  }

  private void unscaled(int elements) {
    size = elements;
    factors = ones(size);
    shifts = new double[size];
  }

  /** Each feature times a factor, and a shift added. */
  public ClassicalGraph scale(double[] factor, double[] shift) throws ShapeException {
    fits("a factor", factor.length);
    fits("a shift", shift.length);
    for (int k = 0; k < size; k++) {
      factors[k] *= factor[k];
      shifts[k] = shifts[k] * factor[k] + shift[k];
    }
    return this;
  }

  private void fits(String what, int length) throws ShapeException {
    if (length != size) {
      throw new ShapeException(
          "expected " + what + " for each of " + size + " features, got " + length);
    }
  }

  /** Rows of weights times what there is, and a bias for each row. */
  public ClassicalGraph affine(double[][] weights, double[] bias, Activation activation)
      throws ShapeException {
    float[] data = new float[weights.length * size];
    float[] shifted = new float[weights.length];
    for (int row = 0; row < weights.length; row++) {
      fits("a weight", weights[row].length);
      double sum = bias[row];
      for (int k = 0; k < size; k++) {
        data[row * size + k] = (float) (weights[row][k] * factors[k]);
        sum += weights[row][k] * shifts[k];
      }
      shifted[row] = (float) sum;
    }
    String w = constant("weights", data, weights.length, size);
    return node(new AffineMap(activation), current, w, constant("bias", shifted));
  }

  /** The same without an activation. */
  public ClassicalGraph affine(double[][] weights, double[] bias) throws ShapeException {
    return affine(weights, bias, Activation.NONE);
  }

  /** Computes a scaler that cannot go into what follows. */
  private void settle() throws ShapeException {
    double[][] diagonal = new double[size][size];
    for (int k = 0; k < size; k++) {
      diagonal[k][k] = 1;
    }
    affine(diagonal, new double[size]);
  }

  private boolean plain() {
    return Arrays.stream(factors).allMatch(f -> f == 1)
        && Arrays.stream(shifts).allMatch(s -> s == 0);
  }

  private boolean rising() {
    return Arrays.stream(factors).allMatch(f -> f > 0);
  }

  /**
   * Distances to points.
   *
   * @param weights of the differences, one row for all points or one for each; or none
   * @param added to each distance; or none
   */
  public ClassicalGraph distances(
      double[][] points, Metric metric, double[][] weights, double[] added) throws ShapeException {
    if (!rising()) {
      settle();
    }
    List<String> inputs = new ArrayList<>(List.of(current, points(points)));
    inputs.add(weights(weights, points.length));
    inputs.add(added.length == 0 ? "" : constant("added", floats(added)));
    while (inputs.get(inputs.size() - 1).isEmpty()) {
      inputs.remove(inputs.size() - 1);
    }
    return node(new Distances(metric), inputs.toArray(new String[0]));
  }

  /** Squared Euclidean or Manhattan distances to points. */
  public ClassicalGraph distances(double[][] points, Metric metric) throws ShapeException {
    return distances(points, metric, new double[0][], new double[0]);
  }

  /** Sums of the rows of the nearest points. */
  public ClassicalGraph neighbours(
      double[][] points, double[][] rows, int neighbours, Metric metric) throws ShapeException {
    if (!rising()) {
      settle();
    }
    List<String> inputs = new ArrayList<>(List.of(current, points(points)));
    inputs.add(constant("rows", flat(rows), rows.length, rows[0].length));
    String weights = weights(new double[0][], points.length);
    if (!weights.isEmpty()) {
      inputs.add(weights);
    }
    return node(new Neighbours(neighbours, metric), inputs.toArray(new String[0]));
  }

  /** Points where the scaler has not been yet. */
  private String points(double[][] points) throws ShapeException {
    float[] data = new float[points.length * size];
    for (int c = 0; c < points.length; c++) {
      fits("a point's coordinate", points[c].length);
      for (int k = 0; k < size; k++) {
        data[c * size + k] = (float) ((points[c][k] - shifts[k]) / factors[k]);
      }
    }
    return constant("points", data, points.length, size);
  }

  private String weights(double[][] weights, int points) throws ShapeException {
    if (weights.length == 0 && Arrays.stream(factors).allMatch(f -> f == 1)) {
      return "";
    }
    double[][] rows = weights.length == 0 ? new double[][] {ones(size)} : weights;
    float[] data = new float[rows.length * size];
    for (int i = 0; i < data.length; i++) {
      fits("a weight", rows[i / size].length);
      data[i] = (float) (rows[i / size][i % size] * factors[i % size]);
    }
    return rows.length == points && points > 1
        ? constant("weights", data, points, size)
        : constant("weights", data);
  }

  /** What trees add up. */
  public ClassicalGraph trees(TreesBuilder trees, double[] base) throws ShapeException {
    if (!rising()) {
      settle();
    }
    float[] rows = trees.rows();
    return node(
        trees.trees(),
        current,
        constant("thresholds", trees.thresholds(factors, shifts)),
        constant("rows", rows, rows.length / base.length, base.length),
        constant("base", floats(base)));
  }

  /** The row brought to length 1. */
  public ClassicalGraph unit() throws ShapeException {
    if (!plain()) {
      settle();
    }
    return node(new L2Normalization(), current);
  }

  /** By how much the nearest distance exceeds its point's limit. */
  public ClassicalGraph excess(double[] limits) throws ShapeException {
    return node(new Excess(), current, constant("limits", floats(limits)));
  }

  /** All numbers with their signs turned round. */
  public ClassicalGraph negative() throws ShapeException {
    return node(Unary.of(Unary.Kind.NEG), current);
  }

  /** One function of each number. */
  public ClassicalGraph function(Unary.Kind kind) throws ShapeException {
    if (!plain()) {
      settle();
    }
    return node(Unary.of(kind), current);
  }

  /** What there is and another value of the same size, one with the other. */
  public ClassicalGraph with(Binary.Kind kind, String other) throws ShapeException {
    return node(new Binary(kind, Activation.NONE), current, other);
  }

  /** Votes for one of two: the second where the only number is above a limit. */
  public ClassicalGraph above(double limit) throws ShapeException {
    TreesBuilder votes = new TreesBuilder(2);
    votes.add(TreesBuilder.stump(0, limit, new double[] {1, 0}, new double[] {0, 1}));
    return trees(votes, new double[2]);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static float[] flat(double[][] rows) throws ShapeException {
    float[] data = new float[rows.length * rows[0].length];
    for (int i = 0; i < data.length; i++) {
      if (rows[i / rows[0].length].length != rows[0].length) {
        throw new ShapeException("expected rows of one length");
      }
      data[i] = (float) rows[i / rows[0].length][i % rows[0].length];
    }
    return data;
  }

  private String constant(String role, float[] data, int... extents) {
    String name = role + (count == 0 ? "" : String.valueOf(count));
    Shape shape = extents.length == 0 ? Shape.of(data.length) : Shape.of(extents);
    builder.value(Value.real(name, shape, data));
    return name;
  }

  private ClassicalGraph node(Operator operator, String... inputs) throws ShapeException {
    List<Shape> shapes = new ArrayList<>();
    for (String input : inputs) {
      shapes.add(input.isEmpty() ? new Shape(List.of()) : builder.find(input).shape());
    }
    Shape shape = operator.infer(shapes).get(0);
    String name = "v" + count++;
    builder.value(Value.real(name, shape)).node(Node.of(name, operator, inputs));
    current = name;
    unscaled(shape.size());
    return this;
  }

  /** The graph; its output is what there is now. */
  public Graph finish() throws ShapeException {
    if (!plain()) {
      settle();
    }
    Graph graph = builder.build();
    Graph.Builder named = new Graph.Builder();
    for (Value value : graph.values().values()) {
      String name = value.name().equals(current) ? RESULT : value.name();
      named.value(
          new Value(name, value.element(), value.shape(), value.quantization(), value.constant()));
    }
    for (Node node : graph.nodes()) {
      named.node(
          node.output().equals(current)
              ? Node.of(RESULT, node.operator(), node.inputs().toArray(new String[0]))
              : node);
    }
    return named.input("x").output(graph.nodes().isEmpty() ? "x" : RESULT).build();
  }
}
