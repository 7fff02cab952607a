package dev.thimble.importer.onnxml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Metric;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Unary;
import dev.thimble.importer.classical.ClassicalGraph;
import dev.thimble.importer.classical.TreesBuilder;
import java.util.Arrays;

/** Makes operators of what a value stands for. */
record Making(ClassicalGraph made, MlNode node) {
  /** The value becomes what the graph has now. */
  void value(Form form) throws Problem, ShapeException {
    value(form, Activation.NONE);
  }

  /** The same with an activation behind a sum. */
  void value(Form form, Activation activation) throws Problem, ShapeException {
    if (form instanceof Sums sums) {
      sums(sums, activation);
    } else if (form instanceof Form.Norms norms) {
      norms(norms);
    } else if (form instanceof Leaves leaves) {
      features(leaves.x());
      TreesBuilder builder = new TreesBuilder(1);
      builder.add(leaves.adding(1, 0, 1));
      made.trees(builder, new double[1]);
    } else if (form instanceof Form.Curve curve && curve.kind().isPresent()) {
      function(curve.of(), curve.kind().get());
    } else if (form instanceof Form.Far far) {
      features(far.x());
      made.distances(far.points(), far.metric());
    } else if (form instanceof Form.Votes votes) {
      votes(votes);
    } else if (form instanceof Form.Near near && near.list().length > 0) {
      features(near.from().x());
      double[][] rows =
          Arrays.stream(near.list())
              .mapToObj(y -> new double[] {y / near.count()})
              .toArray(double[][]::new);
      made.neighbours(near.from().points(), rows, near.count(), near.from().metric());
    } else {
      throw node.unsupported("Its result is nothing that a step reads.");
    }
  }

  /** A function of each number. */
  Sums function(Form form, Unary.Kind kind) throws Problem, ShapeException {
    value(form);
    made.function(kind);
    return Sums.identity(made.current(), made.size());
  }

  /** Features as the operators read them: a scaler goes into what follows. */
  void features(Sums sums) throws Problem, ShapeException {
    if (!sums.isDiagonal()) {
      sums(sums, Activation.NONE);
      return;
    }
    made.from(sums.x(), sums.columns());
    double[] factors = new double[sums.rows()];
    for (int k = 0; k < factors.length; k++) {
      factors[k] = sums.weights()[k][k];
    }
    made.scale(factors, sums.bias());
  }

  private void sums(Sums sums, Activation activation) throws Problem, ShapeException {
    made.from(sums.x(), sums.columns());
    if (!sums.isLinear()) {
      squares(sums);
    } else if (!sums.isIdentity() || !activation.equals(Activation.NONE)) {
      made.affine(sums.weights(), sums.bias(), activation);
    }
  }

  /** {@code a x^2 + w x + b} is {@code a (x + w / 2a)^2} and a rest, with a > 0 or all below 0. */
  private void squares(Sums sums) throws Problem, ShapeException {
    int columns = sums.columns();
    double[][] points = new double[sums.rows()][columns];
    double[][] weights = new double[sums.rows()][columns];
    double[] added = new double[sums.rows()];
    double sign = Math.signum(sums.squares()[0][0]);
    double largest = 0;
    for (int row = 0; row < points.length; row++) {
      double length = 0;
      for (int k = 0; k < columns; k++) {
        double a = sums.squares()[row][k] * sign;
        if (!(a > 0)) {
          throw node.unsupported("Its sums of squares are no distances.");
        }
        points[row][k] = -sums.weights()[row][k] * sign / (2 * a);
        weights[row][k] = Math.sqrt(a);
        length += a * points[row][k] * points[row][k];
      }
      added[row] = sums.bias()[row] * sign - length;
      largest = Math.max(largest, length);
    }
    distances(points, weights, added, largest);
    if (sign < 0) {
      made.negative();
    }
  }

  /** Lengths of several affine maps, side by side. */
  private void norms(Form.Norms norms) throws Problem, ShapeException {
    Sums all = Sums.of(norms.parts());
    double sign = Math.signum(norms.factors()[0]);
    double[][] mask = new double[norms.parts().size()][all.rows()];
    double[] added = new double[mask.length];
    int first = 0;
    for (int row = 0; row < mask.length; row++) {
      double factor = norms.factors()[row] * sign;
      if (!(factor > 0)) {
        throw node.unsupported("Its sums of squares are no distances.");
      }
      int size = norms.parts().get(row).rows();
      Arrays.fill(mask[row], first, first + size, Math.sqrt(factor));
      added[row] = norms.bias()[row] * sign;
      first += size;
    }
    sums(all, Activation.NONE);
    distances(new double[mask.length][all.rows()], mask, added, 0);
    if (sign < 0) {
      made.negative();
    }
  }

  /** Distances and what is added to them; the least addition is left out. */
  private void distances(double[][] points, double[][] weights, double[] added, double largest)
      throws ShapeException {
    double least = Arrays.stream(added).min().orElse(0);
    double[] more = Arrays.stream(added).map(v -> v - least).toArray();
    boolean rest = Arrays.stream(more).anyMatch(v -> v > 1e-4 * Math.max(1, largest));
    double[] none = new double[0];
    boolean common = Arrays.stream(weights).allMatch(w -> Arrays.equals(w, weights[0]));
    boolean even = common && Arrays.stream(weights[0]).allMatch(w -> w == weights[0][0]);
    if (even) {
      double a = weights[0][0] * weights[0][0];
      double[] own = Arrays.stream(more).map(v -> v / a).toArray();
      made.distances(points, Metric.EUCLIDEAN, new double[0][], rest ? own : none);
    } else {
      made.distances(
          points,
          Metric.EUCLIDEAN,
          common ? new double[][] {weights[0]} : weights,
          rest ? more : none);
    }
  }

  private void votes(Form.Votes votes) throws Problem, ShapeException {
    Form.Near near = votes.near();
    features(near.from().x());
    if ((long) near.list().length * votes.classes().length > 1 << 22) {
      throw node.unsupported("So many samples and classes fit no chip.");
    }
    double[][] rows = new double[near.list().length][votes.classes().length];
    for (int i = 0; i < rows.length; i++) {
      for (int c = 0; c < rows[i].length; c++) {
        rows[i][c] = near.list()[i] == votes.classes()[c] ? 1 : 0;
      }
    }
    made.neighbours(near.from().points(), rows, near.count(), near.from().metric());
  }
}
