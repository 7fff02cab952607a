package dev.thimble.importer.classical;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Metric;
import dev.thimble.graph.ShapeException;
import java.util.List;

/** What is out of order: two scores, the second of which is larger where it is. */
final class Outliers {
  private static final double EULER = 0.5772156649015329;

  private Outliers() {}

  /** Mahalanobis' distance from a location, {@code offset} as scikit-learn has it. */
  static void ellipticEnvelope(Fields model, ClassicalGraph graph) throws Problem, ShapeException {
    double[] location = model.numbers("location");
    double[][] factor = root(model, model.matrix("precision"), location.length);
    double[] bias = new double[location.length];
    for (int row = 0; row < bias.length; row++) {
      for (int k = 0; k < bias.length; k++) {
        bias[row] -= factor[row][k] * location[k];
      }
    }
    double offset = model.number("offset").orElse(0.0);
    graph
        .affine(factor, bias)
        .distances(new double[1][bias.length], Metric.EUCLIDEAN)
        .excess(new double[] {-offset})
        .above(0);
  }

  /** Rows R with {@code R' R} the matrix, by Cholesky: {@code |R x|^2 = x' matrix x}. */
  private static double[][] root(Fields model, double[][] matrix, int size) throws Problem {
    if (matrix.length != size || matrix[0].length != size) {
      throw model.contradiction("precision is not " + size + " by " + size);
    }
    double[][] lower = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i][j];
        for (int k = 0; k < j; k++) {
          sum -= lower[i][k] * lower[j][k];
        }
        if (i == j && !(sum > 0)) {
          throw model.contradiction("precision is not positive definite");
        }
        lower[i][j] = i == j ? Math.sqrt(sum) : sum / lower[j][j];
      }
    }
    double[][] upper = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        upper[i][j] = lower[j][i];
      }
    }
    return upper;
  }

  /**
   * Short paths are out of order: {@code 2^(-mean path / c(max_samples)) > -offset}, which compares
   * the sum of the paths with a constant.
   */
  static void isolationForest(Fields model, ClassicalGraph graph) throws Problem, ShapeException {
    List<Fields> trees = model.objects("trees");
    int samples = model.integer("max_samples").orElse(256);
    double offset = model.number("offset").orElse(-0.5);
    if (!(offset < 0) || samples < 2) {
      throw model.contradiction("offset is not below 0, or max_samples below 2");
    }
    TreesBuilder builder = new TreesBuilder(2);
    for (Fields tree : trees) {
      SklearnTree read = SklearnTree.of(tree, 1, false, 1);
      double[] reaching = tree.numbers("n_node_samples");
      if (reaching.length != read.features().length) {
        throw tree.contradiction("n_node_samples and feature differ in length");
      }
      builder.add(new Paths(read, depths(read), reaching));
    }
    double limit = -Math.log(-offset) / Math.log(2) * average(samples) * trees.size();
    graph.trees(builder, new double[] {0, limit});
  }

  /** The mean path in a tree of so many samples. */
  static double average(double samples) {
    if (samples <= 1) {
      return 0;
    }
    return samples == 2 ? 1 : 2 * (Math.log(samples - 1) + EULER) - 2 * (samples - 1) / samples;
  }

  private static int[] depths(SklearnTree tree) {
    int[] depths = new int[tree.features().length];
    // Children come behind their parent in scikit-learn's arrays, but a file need not keep to it.
    java.util.ArrayDeque<Integer> open = new java.util.ArrayDeque<>(List.of(0));
    while (!open.isEmpty()) {
      int node = open.pop();
      if (!tree.leaf(node)) {
        for (int child : new int[] {tree.left(node), tree.right(node)}) {
          depths[child] = depths[node] + 1;
          open.push(child);
        }
      }
    }
    return depths;
  }

  /** A tree that takes its paths' lengths from the second score. */
  private record Paths(SklearnTree tree, int[] depths, double[] samples) implements SameSplits {
    @Override
    public double[] value(int node) {
      return new double[] {0, -(depths[node] + average(samples[node]))};
    }
  }
}
