package dev.thimble.importer.onnxml;

import dev.thimble.graph.ShapeException;
import java.util.Arrays;
import java.util.List;

/**
 * For each row {@code squares x^2 + weights x + bias}, of a value x of the graph that is made.
 *
 * @param x its name
 * @param squares a factor for each square of x, by row; no rows where there are no squares
 * @param weights by row
 * @param bias by row
 * @param inner how many rows the last axis has; there may be another one before it
 */
record Sums(String x, double[][] squares, double[][] weights, double[] bias, int inner)
    implements Form {
  private static final int MOST = 1 << 24;

  private static final double[][] NONE = new double[0][];

  /** Numbers as they are. */
  static Sums identity(String x, int size) {
    double[][] weights = new double[size][size];
    for (int k = 0; k < size; k++) {
      weights[k][k] = 1;
    }
    return linear(x, weights, new double[size]);
  }

  /** Rows without squares. */
  static Sums linear(String x, double[][] weights, double[] bias) {
    return new Sums(x, NONE, weights, bias, bias.length);
  }

  int rows() {
    return bias.length;
  }

  int columns() {
    return weights[0].length;
  }

  boolean isLinear() {
    return squares.length == 0;
  }

  /** Whether each row reads its own number alone, with a factor. */
  boolean isDiagonal() {
    boolean diagonal = isLinear() && rows() == columns();
    for (int row = 0; row < rows() && diagonal; row++) {
      for (int k = 0; k < columns(); k++) {
        diagonal &= row == k || weights[row][k] == 0;
      }
    }
    return diagonal;
  }

  /** Whether nothing is done to x. */
  boolean isIdentity() {
    return isDiagonal()
        && Arrays.stream(bias).allMatch(b -> b == 0)
        && Arrays.deepEquals(weights, identity(x, rows()).weights);
  }

  private double square(int row, int column) {
    return isLinear() ? 0 : squares[row][column];
  }

  /** Rows that are sums of these rows and numbers. */
  private Sums combined(double[][] factors, double[] more, int last) throws ShapeException {
    if ((long) factors.length * columns() > MOST) {
      throw new ShapeException("so many sums of " + columns() + " features fit no chip");
    }
    double[][] rows = new double[factors.length][columns()];
    double[][] quadratic = isLinear() ? NONE : new double[factors.length][columns()];
    double[] biases = more.clone();
    for (int row = 0; row < rows.length; row++) {
      for (int i = 0; i < rows(); i++) {
        double factor = factors[row][i];
        for (int k = 0; k < columns() && factor != 0; k++) {
          rows[row][k] += factor * weights[i][k];
          if (!isLinear()) {
            quadratic[row][k] += factor * squares[i][k];
          }
        }
        biases[row] += factor == 0 ? 0 : factor * bias[i];
      }
    }
    return new Sums(x, quadratic, rows, biases, last);
  }

  /** Rows of weights times these rows. */
  Sums product(double[][] factors) throws ShapeException {
    if (factors.length == 0 || factors[0].length != rows()) {
      throw new ShapeException(
          "expected weights for "
              + rows()
              + " numbers, got "
              + (factors.length == 0 ? 0 : factors[0].length));
    }
    return combined(factors, new double[factors.length], factors.length);
  }

  /** Each row times a number, plus a number; numbers are repeated along the first axis. */
  Sums scaled(double[] factors, double[] more) throws ShapeException {
    int count = Math.max(rows(), Math.max(factors.length, more.length));
    if (count % rows() != 0 || count % factors.length != 0 || count % more.length != 0) {
      throw new ShapeException(
          "expected numbers for " + rows() + ", got " + factors.length + " and " + more.length);
    }
    double[][] diagonal = new double[count][rows()];
    double[] shifts = new double[count];
    for (int row = 0; row < count; row++) {
      diagonal[row][row % rows()] = factors[row % factors.length];
      shifts[row] = more[row % more.length];
    }
    // One number that meets many is repeated; many that meet more get another axis before theirs.
    return combined(diagonal, shifts, rows() == 1 ? count : inner);
  }

  /** Each row plus numbers. */
  Sums plus(double[] more) throws ShapeException {
    return scaled(new double[] {1}, more);
  }

  /** Each row times numbers. */
  Sums times(double[] factors) throws ShapeException {
    return scaled(factors, new double[] {0});
  }

  /** These rows and others of the same x, added; one row is repeated. */
  Sums with(Sums other) throws ShapeException {
    int count = Math.max(rows(), other.rows());
    Sums all = of(List.of(this, other));
    double[][] factors = new double[count][all.rows()];
    if (count % rows() != 0 || count % other.rows() != 0) {
      throw new ShapeException("expected " + rows() + " numbers, got " + other.rows());
    }
    for (int row = 0; row < count; row++) {
      factors[row][row % rows()] += 1;
      factors[row][rows() + row % other.rows()] += 1;
    }
    return all.combined(factors, new double[count], count);
  }

  /** Rows behind rows, of one x. */
  static Sums of(List<Sums> parts) throws ShapeException {
    Sums first = parts.get(0);
    boolean linear = parts.stream().allMatch(Sums::isLinear);
    for (Sums part : parts) {
      if (!part.x.equals(first.x) || part.columns() != first.columns()) {
        throw new ShapeException("expected sums of the same numbers");
      }
    }
    int count = parts.stream().mapToInt(Sums::rows).sum();
    double[][] all = parts.stream().flatMap(p -> Arrays.stream(p.weights)).toArray(double[][]::new);
    double[] biases = parts.stream().flatMapToDouble(p -> Arrays.stream(p.bias)).toArray();
    double[][] quadratic = linear ? NONE : new double[count][first.columns()];
    int row = 0;
    for (Sums part : parts) {
      for (int i = 0; i < part.rows(); i++, row++) {
        for (int k = 0; k < first.columns() && !linear; k++) {
          quadratic[row][k] = part.square(i, k);
        }
      }
    }
    return new Sums(first.x, quadratic, all, biases, count);
  }

  /** Some of the rows. */
  Sums select(int[] indices) throws ShapeException {
    double[][] factors = new double[indices.length][rows()];
    for (int row = 0; row < indices.length; row++) {
      if (indices[row] < 0 || indices[row] >= rows()) {
        throw new ShapeException("expected one of " + rows() + " numbers, got " + indices[row]);
      }
      factors[row][indices[row]] = 1;
    }
    return product(factors);
  }

  /** The sums along the last axis. */
  Sums total() throws ShapeException {
    double[][] factors = new double[rows() / inner][rows()];
    for (int i = 0; i < rows(); i++) {
      factors[i / inner][i] = 1;
    }
    return product(factors);
  }

  /** Whether each row reads one number at most, so that its square is a row again. */
  boolean isSeparate() {
    return isLinear()
        && Arrays.stream(weights).allMatch(w -> Arrays.stream(w).filter(v -> v != 0).count() < 2);
  }

  /** The square of each row, where rows are separate. */
  Sums squared() {
    double[][] quadratic = new double[rows()][columns()];
    double[][] rows = new double[rows()][columns()];
    double[] biases = new double[rows()];
    for (int row = 0; row < rows(); row++) {
      for (int k = 0; k < columns(); k++) {
        quadratic[row][k] = weights[row][k] * weights[row][k];
        rows[row][k] = 2 * weights[row][k] * bias[row];
      }
      biases[row] = bias[row] * bias[row];
    }
    return new Sums(x, quadratic, rows, biases, inner);
  }
}
