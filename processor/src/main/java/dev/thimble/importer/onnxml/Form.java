package dev.thimble.importer.onnxml;

import dev.thimble.graph.Metric;
import dev.thimble.graph.Unary;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** What a value of the file stands for. */
sealed interface Form
    permits Sums,
        Leaves,
        Form.Known,
        Form.Norms,
        Form.Flags,
        Form.Far,
        Form.Near,
        Form.Votes,
        Form.Forest,
        Form.Curve,
        Form.Label {
  /** Numbers of the file. */
  record Known(MlTensor tensor) implements Form {}

  /**
   * For each row {@code factor * |affine x|^2 + bias}.
   *
   * @param parts one for each row
   */
  record Norms(List<Sums> parts, double[] factors, double[] bias) implements Form {}

  /** Which numbers are above their limits: 1, else 0. */
  record Flags(Sums x, double[] limits) implements Form {}

  /** Distances of x to points, or an order-keeping function of them. */
  record Far(Sums x, double[][] points, Metric metric) implements Form {}

  /** The nearest points, or what a list says of them. */
  record Near(Far from, int count, double[] list) implements Form {}

  /** Which of the nearest points belong to a class; counted where {@code votes}. */
  record Votes(Near near, double[] classes) implements Form {}

  /** What the leaves of several trees add up to. */
  record Forest(List<Leaves> trees, double bias) implements Form {}

  /**
   * A rising or falling function of one number.
   *
   * @param of the number: sums of one row, or a forest
   * @param function what becomes of it
   * @param kind the operator that computes it, if there is one
   */
  record Curve(Form of, DoubleUnaryOperator function, Optional<Unary.Kind> kind) implements Form {
    Curve then(DoubleUnaryOperator next) {
      return new Curve(of, function.andThen(next), Optional.empty());
    }
  }

  /** A label, which is found from scores; they are all that is kept. */
  record Label(Form scores, boolean least) implements Form {}
}
