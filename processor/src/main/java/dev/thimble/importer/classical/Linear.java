package dev.thimble.importer.classical;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ShapeException;
import java.util.Arrays;

/** Linear models: rows of coefficients. */
final class Linear {
  private Linear() {}

  /** Scores of classes; where there is one row it is the second class's, and the first has 0. */
  static void classifier(Fields model, ClassicalGraph graph) throws Problem, ShapeException {
    double[][] rows = model.rows("coef");
    double[] bias = bias(model, rows.length);
    if (rows.length > 1) {
      graph.affine(rows, bias);
      return;
    }
    double[][] two = {new double[rows[0].length], rows[0]};
    graph.affine(two, new double[] {0, bias[0]});
  }

  /** What the rows give. */
  static void regressor(Fields model, ClassicalGraph graph) throws Problem, ShapeException {
    double[][] rows = model.rows("coef");
    graph.affine(rows, bias(model, rows.length));
  }

  private static double[] bias(Fields model, int rows) throws Problem {
    if (!model.has("intercept")) {
      return new double[rows];
    }
    double[] bias = model.list("intercept");
    if (bias.length == 1 && rows > 1 && bias[0] == 0) {
      return Arrays.copyOf(bias, rows);
    }
    if (bias.length != rows) {
      throw model.contradiction(
          "intercept has " + bias.length + " numbers for " + rows + " rows of coef");
    }
    return bias;
  }
}
