package dev.thimble.importer.classical;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Unary;
import java.util.List;

/**
 * Bonsai: the input is projected by {@code Z [d, features]}; at each node of a full binary tree
 * stand {@code W} and {@code V [nodes][classes, d]}, which score {@code (W z) * tanh(sigma * V z)};
 * at each inner node a row of {@code T [inner, d]} sends {@code T z > 0} to child {@code 2 i + 1},
 * else to {@code 2 i + 2}. The scores of the nodes on the way are added up.
 */
final class Bonsais {
  private Bonsais() {}

  static void add(Fields model, ClassicalGraph graph) throws Problem, ShapeException {
    List<double[][]> weights = model.tensor("W");
    List<double[][]> gates = model.tensor("V");
    double[][] splits = model.has("T") ? model.matrix("T") : new double[0][];
    double[][] projection = model.matrix("Z");
    double sigma = model.number("sigma").orElse(1.0);
    int nodes = weights.size();
    if (gates.size() != nodes || splits.length * 2 + 1 != nodes) {
      throw model.contradiction(
          "W, V and T are not those of a full binary tree: "
              + nodes
              + ", "
              + gates.size()
              + " and "
              + splits.length);
    }
    int classes = weights.get(0).length;
    graph.affine(projection, new double[projection.length]);
    String z = graph.current();
    int d = projection.length;
    double[] zeros = new double[nodes * classes];
    graph.affine(stacked(gates, sigma), zeros).function(Unary.Kind.TANH);
    String gate = graph.current();
    graph.from(z, d).affine(stacked(weights, 1), zeros).with(Binary.Kind.MUL, gate);
    if (nodes > 1) {
      String scores = graph.current();
      TreesBuilder ways = new TreesBuilder(nodes * classes);
      ways.add(new Way(splits.length, nodes, classes));
      graph
          .from(z, d)
          .affine(splits, new double[splits.length])
          .trees(ways, zeros)
          .with(Binary.Kind.MUL, scores);
    }
    double[][] sums = new double[classes][nodes * classes];
    for (int i = 0; i < nodes * classes; i++) {
      sums[i % classes][i] = 1;
    }
    graph.affine(sums, new double[classes]);
  }

  private static double[][] stacked(List<double[][]> matrices, double factor) {
    return matrices.stream()
        .flatMap(java.util.Arrays::stream)
        .map(row -> java.util.Arrays.stream(row).map(v -> v * factor).toArray())
        .toArray(double[][]::new);
  }

  /** A tree over the splits' sums whose leaves say which nodes the way touched. */
  private record Way(int inner, int nodes, int classes) implements TreesBuilder.Tree {
    @Override
    public boolean leaf(int node) {
      return node >= inner;
    }

    @Override
    public int feature(int node) {
      return node;
    }

    @Override
    public double threshold(int node) {
      return 0;
    }

    @Override
    public int left(int node) {
      return 2 * node + 2;
    }

    @Override
    public int right(int node) {
      return 2 * node + 1;
    }

    @Override
    public double[] value(int node) {
      double[] touched = new double[nodes * classes];
      for (int at = node; ; at = (at - 1) / 2) {
        for (int c = 0; c < classes; c++) {
          touched[at * classes + c] = 1;
        }
        if (at == 0) {
          return touched;
        }
      }
    }
  }
}
