package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Unary;
import dev.thimble.importer.classical.ClassicalGraph;
import dev.thimble.importer.coreml.schema.GLMClassifier;
import dev.thimble.importer.coreml.schema.GLMRegressor;
import java.util.List;

/** Generalised linear models; classes get the scores before sigmoid and softmax. */
record LinearModels(ModelPackage file, ClassicalGraph graph) {
  /**
   * Two classes have one row, the second one's. With a reference class, the first one has none;
   * else each has its own.
   */
  void classifier(GLMClassifier model) throws Problem, ShapeException {
    double[][] rows = new double[model.getWeightsCount()][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = ClassicalModels.finite(file, "weights", model.getWeights(row).getValueList());
    }
    double[] offsets = offsets(model.getOffsetList(), rows.length);
    boolean reference =
        rows.length == 1 || model.getClassEncoding() == GLMClassifier.ClassEncoding.ReferenceClass;
    if (model.getPostEvaluationTransform() != GLMClassifier.PostEvaluationTransform.Logit
        && rows.length > 1) {
      throw file.unsupported("probit with more than two classes", "Train with logit.");
    }
    if (!reference) {
      graph.affine(rows, offsets);
      return;
    }
    double[][] all = new double[rows.length + 1][];
    double[] shifts = new double[rows.length + 1];
    all[0] = new double[rows[0].length];
    for (int row = 0; row < rows.length; row++) {
      all[row + 1] = rows[row];
      shifts[row + 1] = offsets[row];
    }
    graph.affine(all, shifts);
  }

  void regressor(GLMRegressor model) throws Problem, ShapeException {
    double[][] rows = new double[model.getWeightsCount()][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = ClassicalModels.finite(file, "weights", model.getWeights(row).getValueList());
    }
    graph.affine(rows, offsets(model.getOffsetList(), rows.length));
    switch (model.getPostEvaluationTransform()) {
      case NoTransform -> {}
      case Logit -> graph.function(Unary.Kind.SIGMOID);
      default -> throw file.unsupported("a probit regression", "Train with logit.");
    }
  }

  private double[] offsets(List<Double> offsets, int rows) throws Problem {
    if (rows == 0 || offsets.size() != rows) {
      throw file.broken("it has " + offsets.size() + " offsets for " + rows + " rows of weights");
    }
    return ClassicalModels.finite(file, "offsets", offsets);
  }
}
