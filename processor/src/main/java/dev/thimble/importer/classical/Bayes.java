package dev.thimble.importer.classical;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Metric;
import dev.thimble.graph.ShapeException;

/** Classes and clusters by probabilities. */
final class Bayes {
  private Bayes() {}

  /** Logarithms of probabilities times counts, and of the classes' shares. */
  static void multinomial(Fields model, ClassicalGraph graph) throws Problem, ShapeException {
    double[][] rows = model.matrix("feature_log_prob");
    // scikit-learn's ComplementNB leaves the classes' shares out where there are several.
    boolean complement = model.text("kind").equals("ComplementNB") && rows.length > 1;
    graph.affine(rows, complement ? new double[rows.length] : priors(model, rows.length));
  }

  /** Features that are there (1) or not (0). */
  static void bernoulli(Fields model, ClassicalGraph graph) throws Problem, ShapeException {
    double[][] rows = model.matrix("feature_log_prob");
    double[] bias = priors(model, rows.length);
    for (int c = 0; c < rows.length; c++) {
      for (int k = 0; k < rows[c].length; k++) {
        double not = Math.log1p(-Math.exp(rows[c][k]));
        bias[c] += not;
        rows[c][k] -= not;
      }
    }
    graph.affine(rows, bias);
  }

  private static double[] priors(Fields model, int classes) throws Problem {
    double[] priors = model.numbers("class_log_prior");
    if (priors.length != classes) {
      throw model.contradiction(
          "class_log_prior has " + priors.length + " numbers for " + classes + " classes");
    }
    return priors;
  }

  /**
   * The less, the likelier: half of the sum of squares of {@code (x - mean) / deviation}, and what
   * does not depend on x. {@code @Nearest} or {@code @ArgMax} decides: the signs are turned round.
   */
  static void gaussian(Fields model, ClassicalGraph graph) throws Problem, ShapeException {
    double[][] means = model.matrix("theta");
    double[][] variances = model.matrix("var");
    double[] shares = model.numbers("class_prior");
    densities(model, graph, means, variances, shares);
  }

  /** A mixture of normal distributions: which one a point most likely comes from. */
  static void mixture(Fields model, ClassicalGraph graph) throws Problem, ShapeException {
    double[][] means = model.matrix("means");
    double[] shares = model.numbers("weights");
    String type = model.has("covariance_type") ? model.text("covariance_type") : "full";
    switch (type) {
      case "diag" -> densities(model, graph, means, model.matrix("covariances"), shares);
      case "spherical" -> {
        double[] each = model.numbers("covariances");
        double[][] variances = new double[means.length][means[0].length];
        for (int c = 0; c < means.length; c++) {
          java.util.Arrays.fill(variances[c], each[Math.min(c, each.length - 1)]);
        }
        densities(model, graph, means, variances, shares);
      }
      case "tied", "full" -> full(model, graph, means, shares, type.equals("tied"));
      default -> throw model.contradiction("covariance_type is " + type);
    }
  }

  private static void densities(
      Fields model, ClassicalGraph graph, double[][] means, double[][] variances, double[] shares)
      throws Problem, ShapeException {
    int features = means[0].length;
    if (variances.length != means.length
        || variances[0].length != features
        || shares.length != means.length) {
      throw model.contradiction("means, variances and shares differ in size");
    }
    double[][] weights = new double[means.length][features];
    double[] added = new double[means.length];
    for (int c = 0; c < means.length; c++) {
      added[c] = -Math.log(shares[c]);
      for (int k = 0; k < features; k++) {
        if (!(variances[c][k] > 0)) {
          throw model.contradiction("a variance of class " + c + " is not above 0");
        }
        weights[c][k] = Math.sqrt(0.5 / variances[c][k]);
        added[c] += 0.5 * Math.log(2 * Math.PI * variances[c][k]);
      }
    }
    graph.distances(means, Metric.EUCLIDEAN, weights, positive(added));
    scores(graph);
  }

  /** Distances are to be largest for the class that is named: what is likely gets the most. */
  private static void scores(ClassicalGraph graph) throws ShapeException {
    graph.negative();
  }

  /** The same number more for each, so that none is negative: which one is least stays. */
  private static double[] positive(double[] added) {
    double least = java.util.Arrays.stream(added).min().orElse(0);
    return java.util.Arrays.stream(added).map(a -> a - least).toArray();
  }

  /**
   * Each cluster's own axes: {@code (x - mean) * factor}, all side by side, then the squares of
   * each cluster's.
   */
  private static void full(
      Fields model, ClassicalGraph graph, double[][] means, double[] shares, boolean tied)
      throws Problem, ShapeException {
    double[][][] factors =
        tied
            ? new double[][][] {model.matrix("precisions_cholesky")}
            : model.tensor("precisions_cholesky").toArray(new double[0][][]);
    int n = means[0].length;
    int clusters = means.length;
    double[][] rows = new double[clusters * n][n];
    double[] bias = new double[clusters * n];
    double[] added = new double[clusters];
    double[][] mask = new double[clusters][clusters * n];
    for (int c = 0; c < clusters; c++) {
      double[][] factor = factors[tied ? 0 : c];
      added[c] = -Math.log(shares[c]);
      for (int j = 0; j < n; j++) {
        added[c] -= Math.log(factor[j][j]);
        mask[c][c * n + j] = Math.sqrt(0.5);
        for (int k = 0; k < n; k++) {
          rows[c * n + j][k] = factor[k][j];
          bias[c * n + j] -= means[c][k] * factor[k][j];
        }
      }
    }
    graph.affine(rows, bias, Activation.NONE);
    graph.distances(new double[clusters][clusters * n], Metric.EUCLIDEAN, mask, positive(added));
    scores(graph);
  }
}
