package dev.thimble.importer.onnxml;

import dev.thimble.graph.Metric;

/** What a value of the file stands for. */
sealed interface Form {
  /** Numbers of the file. */
  record Known(MlTensor tensor) implements Form {}

  /**
   * {@code square * |x|^2 + weights x + bias} for each row, of a value x of the graph that is made.
   *
   * @param x its name
   * @param square the same for all rows
   */
  record Sums(String x, double square, double[][] weights, double[] bias) implements Form {
    static Sums identity(String x, int size) {
      double[][] weights = new double[size][size];
      for (int k = 0; k < size; k++) {
        weights[k][k] = 1;
      }
      return new Sums(x, 0, weights, new double[size]);
    }

    int rows() {
      return bias.length;
    }

    int columns() {
      return weights[0].length;
    }

    /** Whether each row reads its own number alone, with a factor. */
    boolean isDiagonal() {
      boolean diagonal = square == 0 && rows() == columns();
      for (int row = 0; row < rows() && diagonal; row++) {
        for (int k = 0; k < columns(); k++) {
          diagonal &= row == k || weights[row][k] == 0;
        }
      }
      return diagonal;
    }
  }

  /** Distances of x to points, or an order-keeping function of them. */
  record Far(Sums x, double[][] points, Metric metric) implements Form {}

  /** The nearest points, or what a list says of them. */
  record Near(Far from, int count, double[] list) implements Form {}

  /** Which of the nearest points belong to a class; counted where {@code votes}. */
  record Votes(Near near, double[] classes) implements Form {}

  /** A label, which is found from scores; they are all that is kept. */
  record Label(Form scores, boolean least) implements Form {}
}
