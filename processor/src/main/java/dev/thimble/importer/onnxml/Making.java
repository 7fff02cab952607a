package dev.thimble.importer.onnxml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Metric;
import dev.thimble.graph.ShapeException;
import dev.thimble.importer.classical.ClassicalGraph;
import java.util.Arrays;

/** Makes operators of what a value stands for. */
record Making(ClassicalGraph made, MlNode node) {
  /** The value becomes what the graph has now. */
  void value(Form form) throws Problem, ShapeException {
    value(form, Activation.NONE);
  }

  /** The same with an activation behind a sum. */
  void value(Form form, Activation activation) throws Problem, ShapeException {
    if (form instanceof Form.Sums sums) {
      sums(sums, activation);
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

  /** Features as the operators read them: a scaler goes into what follows. */
  void features(Form.Sums sums) throws Problem, ShapeException {
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

  private void sums(Form.Sums sums, Activation activation) throws ShapeException {
    boolean plain =
        activation.equals(Activation.NONE)
            && sums.isDiagonal()
            && Arrays.equals(sums.weights()[0], Form.Sums.identity("", sums.rows()).weights()[0])
            && Arrays.deepEquals(sums.weights(), Form.Sums.identity("", sums.rows()).weights())
            && Arrays.stream(sums.bias()).allMatch(b -> b == 0);
    made.from(sums.x(), sums.columns());
    if (sums.square() != 0) {
      squares(sums);
    } else if (!plain) {
      made.affine(sums.weights(), sums.bias(), activation);
    }
  }

  /** {@code a |x|^2 + w x + b} is {@code a |x + w / 2a|^2} and a rest. */
  private void squares(Form.Sums sums) throws ShapeException {
    double a = sums.square();
    double[][] points = new double[sums.rows()][sums.columns()];
    double[] added = new double[sums.rows()];
    double largest = 0;
    for (int row = 0; row < points.length; row++) {
      double length = 0;
      for (int k = 0; k < points[row].length; k++) {
        points[row][k] = -sums.weights()[row][k] / (2 * a);
        length += points[row][k] * points[row][k];
      }
      added[row] = sums.bias()[row] / a - length;
      largest = Math.max(largest, length);
    }
    double least = Arrays.stream(added).min().orElse(0);
    boolean rest = false;
    for (int row = 0; row < added.length; row++) {
      added[row] -= least;
      rest |= Math.abs(added[row]) > 1e-4 * Math.max(1, largest);
    }
    made.distances(points, Metric.EUCLIDEAN, new double[0][], rest ? added : new double[0]);
    if (a < 0) {
      made.negative();
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
