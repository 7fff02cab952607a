package dev.thimble.importer.classical;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Metric;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Unary;

/**
 * ProtoNN: the input is projected by {@code W [d, features]}, compared with prototypes {@code B
 * [prototypes, d]} by {@code exp(-gamma^2 |W x - b|^2)}, and these weigh the prototypes' scores
 * {@code Z [classes, prototypes]}.
 */
final class Prototypes {
  private Prototypes() {}

  static void add(Fields model, ClassicalGraph graph) throws Problem, ShapeException {
    double[][] projection = model.matrix("W");
    double[][] prototypes = model.matrix("B");
    double[][] scores = model.matrix("Z");
    double gamma = model.number("gamma").orElse(1.0);
    double[] weights = new double[projection.length];
    java.util.Arrays.fill(weights, Math.abs(gamma));
    graph
        .affine(projection, new double[projection.length])
        .distances(prototypes, Metric.EUCLIDEAN, new double[][] {weights}, new double[0])
        .function(Unary.Kind.EXP_MINUS)
        .affine(scores, new double[scores.length]);
  }
}
