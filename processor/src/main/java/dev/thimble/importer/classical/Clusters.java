package dev.thimble.importer.classical;

import dev.thimble.diagnostic.ClassicalMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Metric;
import dev.thimble.graph.ShapeException;
import java.util.Arrays;

/** Points and what is near them. */
final class Clusters {
  private Clusters() {}

  /** Distances to centres; with radii, what exceeds the nearest one's as a vote. */
  static void centres(Fields model, ClassicalGraph graph) throws Problem, ShapeException {
    String name = model.has("centroids") ? "centroids" : "cluster_centers";
    graph.distances(model.matrix(name), metric(model));
    if (model.has("max_radius")) {
      double[] limits = model.numbers("max_radius");
      if (metric(model) == Metric.EUCLIDEAN) {
        limits = Arrays.stream(limits).map(r -> r * r).toArray();
      }
      graph.excess(limits).above(0);
    }
  }

  private static Metric metric(Fields model) throws Problem {
    String metric = model.has("metric") ? model.text("metric") : "euclidean";
    return switch (metric) {
      case "euclidean", "minkowski", "l2" -> Metric.EUCLIDEAN;
      case "manhattan", "cityblock", "l1" -> Metric.MANHATTAN;
      default ->
          throw new Problem(
              ClassicalMessage.TM3603_BAD_MEMBER,
              model.file(),
              "metric",
              "euclidean or manhattan",
              metric);
    };
  }

  /** Votes of the nearest samples, or the mean of what they say. */
  static void neighbours(Fields model, ClassicalGraph graph) throws Problem, ShapeException {
    double[][] points = model.matrix("x");
    double[] y = model.numbers("y");
    int k =
        model.integer("k").isPresent()
            ? model.integer("k").get()
            : model.integer("n_neighbors").orElse(5);
    if (y.length != points.length) {
      throw model.contradiction("y has " + y.length + " numbers for " + points.length + " of x");
    }
    if (model.has("weights") && !model.text("weights").equals("uniform")) {
      throw new Problem(
          ClassicalMessage.TM3603_BAD_MEMBER,
          model.file(),
          "weights",
          "uniform",
          model.text("weights"));
    }
    boolean regression = model.text("kind").equals("KNeighborsRegressor");
    double[][] rows = new double[y.length][];
    int most = (int) Arrays.stream(y).max().orElse(0);
    int classes = model.has("classes") ? model.names("classes").size() : most + 1;
    for (int i = 0; i < y.length; i++) {
      if (regression) {
        rows[i] = new double[] {y[i] / k};
        continue;
      }
      if (y[i] != Math.rint(y[i]) || y[i] < 0 || y[i] >= classes) {
        throw model.contradiction("y[" + i + "] is " + y[i] + ", no index of a class");
      }
      rows[i] = new double[classes];
      rows[i][(int) y[i]] = 1;
    }
    graph.neighbours(points, rows, k, metric(model));
  }
}
