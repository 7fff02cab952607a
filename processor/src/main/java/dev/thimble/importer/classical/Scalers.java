package dev.thimble.importer.classical;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ShapeException;
import java.util.Set;

/** What stands before a model: scalers and projections. */
final class Scalers {
  /** Kinds in which {@code mean} and {@code scale} are the model itself. */
  private static final Set<String> OWN =
      Set.of("StandardScaler", "MinMaxScaler", "MaxAbsScaler", "PCA", "TruncatedSVD");

  private Scalers() {}

  /** Whether a model brings a standard scaler along. */
  static boolean besides(Fields model) throws Problem {
    return model.has("mean") && !OWN.contains(model.text("kind"));
  }

  /** {@code (x - mean) / std}. */
  static void standard(Fields model, ClassicalGraph graph) throws Problem, ShapeException {
    String name = model.has("std") ? "std" : "scale";
    double[] deviations = model.has(name) ? model.numbers(name) : ones(graph.size());
    double[] means = model.has("mean") ? model.numbers("mean") : new double[graph.size()];
    if (deviations.length != graph.size() || means.length != graph.size()) {
      throw model.contradiction(
          "mean and " + name + " hold other than " + graph.size() + " numbers");
    }
    double[] factors = new double[deviations.length];
    double[] shifts = new double[deviations.length];
    for (int k = 0; k < factors.length; k++) {
      if (!(deviations[k] > 0)) {
        throw model.contradiction(name + "[" + k + "] is " + deviations[k] + ", not above 0");
      }
      factors[k] = 1 / deviations[k];
      shifts[k] = -means[k] / deviations[k];
    }
    graph.scale(factors, shifts);
  }

  private static double[] ones(int size) {
    double[] ones = new double[size];
    java.util.Arrays.fill(ones, 1);
    return ones;
  }

  /** {@code x * scale + min}. */
  static void range(Fields model, ClassicalGraph graph) throws Problem, ShapeException {
    double[] factors = model.numbers("scale");
    if (model.text("kind").equals("MaxAbsScaler")) {
      for (int k = 0; k < factors.length; k++) {
        factors[k] = 1 / factors[k];
      }
    }
    graph.scale(factors, model.has("min") ? model.numbers("min") : new double[factors.length]);
  }

  /** How many features a normaliser says that it reads. */
  static int features(Fields model) throws Problem {
    return model
        .integer("n_features_in")
        .filter(n -> n > 0)
        .orElseThrow(() -> model.contradiction("n_features_in must be there, and above 0"));
  }

  /** Each row divided by its length. */
  static void length(Fields model, ClassicalGraph graph) throws Problem, ShapeException {
    if (model.has("norm") && !model.text("norm").equals("l2")) {
      throw model.contradiction("norm is " + model.text("norm") + ", but only l2 is read");
    }
    graph.unit();
  }

  /** {@code components * (x - mean)}, with whitening divided by the roots of the variances. */
  static void projection(Fields model, ClassicalGraph graph) throws Problem, ShapeException {
    double[][] components = model.matrix("components");
    double[] means = model.has("mean") ? model.numbers("mean") : new double[graph.size()];
    double[] variances =
        model.has("whiten_variance") ? model.numbers("whiten_variance") : new double[0];
    double[] bias = new double[components.length];
    for (int row = 0; row < components.length; row++) {
      double divisor = variances.length == 0 ? 1 : Math.sqrt(variances[row]);
      for (int k = 0; k < components[row].length; k++) {
        components[row][k] /= divisor;
        bias[row] -= components[row][k] * means[k];
      }
    }
    graph.affine(components, bias);
  }

  /** {@code (x - xbar) * scalings}, the transform of a linear discriminant analysis. */
  static void discriminants(Fields model, ClassicalGraph graph) throws Problem, ShapeException {
    double[][] scalings = model.matrix("scalings");
    double[] xbar = model.numbers("xbar");
    double[][] rows = new double[scalings[0].length][scalings.length];
    double[] bias = new double[rows.length];
    for (int row = 0; row < rows.length; row++) {
      for (int k = 0; k < scalings.length; k++) {
        rows[row][k] = scalings[k][row];
        bias[row] -= scalings[k][row] * xbar[k];
      }
    }
    graph.affine(rows, bias);
  }
}
