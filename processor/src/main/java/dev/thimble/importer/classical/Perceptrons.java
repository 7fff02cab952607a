package dev.thimble.importer.classical;

import dev.thimble.diagnostic.ClassicalMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Unary;
import java.util.List;

/** scikit-learn's multilayer perceptrons, in 16 bits. */
final class Perceptrons {
  private Perceptrons() {}

  static void add(Fields model, ClassicalGraph graph) throws Problem, ShapeException {
    List<double[][]> coefs = model.tensor("coefs");
    List<double[]> intercepts = model.lists("intercepts");
    if (coefs.size() != intercepts.size()) {
      throw model.contradiction("coefs and intercepts differ in length");
    }
    String activation = model.has("activation") ? model.text("activation") : "relu";
    for (int i = 0; i < coefs.size(); i++) {
      double[][] rows = Rows.transposed(coefs.get(i));
      double[] bias = intercepts.get(i);
      if (bias.length != rows.length) {
        throw model.contradiction("intercepts[" + i + "] has " + bias.length + " numbers");
      }
      boolean last = i == coefs.size() - 1;
      boolean two = last && rows.length == 1 && model.text("kind").equals("MLPClassifier");
      if (two) {
        rows = new double[][] {new double[rows[0].length], rows[0]};
        bias = new double[] {0, bias[0]};
      }
      layer(model, graph, rows, bias, last ? "identity" : activation);
    }
  }

  private static void layer(
      Fields model, ClassicalGraph graph, double[][] rows, double[] bias, String activation)
      throws Problem, ShapeException {
    switch (activation) {
      case "identity" -> graph.affine(rows, bias);
      case "relu" -> graph.affine(rows, bias, Activation.RELU);
      case "tanh" -> graph.affine(rows, bias).function(Unary.Kind.TANH);
      case "logistic" -> graph.affine(rows, bias).function(Unary.Kind.SIGMOID);
      default ->
          throw new Problem(
              ClassicalMessage.TM3603_BAD_MEMBER,
              model.file(),
              "activation",
              "identity, relu, tanh or logistic",
              activation);
    }
  }
}
