package dev.thimble.quantize;

import java.util.Arrays;

/** Rows times weights [outputs, inputs]. */
final class DenseSums implements LinearKernel {
  private final int rows;
  private final int outputs;
  private final int inputs;
  private final PackedWeights packed = new PackedWeights();

  DenseSums(int rows, int outputs, int inputs) {
    this.rows = rows;
    this.outputs = outputs;
    this.inputs = inputs;
  }

  @Override
  public double[] sums(float[] x, float[] weights) {
    double[] w = packed.of(weights, outputs);
    double[] sums = new double[rows * outputs];
    double[] row = new double[outputs];
    for (int r = 0; r < rows; r++) {
      Arrays.fill(row, 0);
      for (int i = 0; i < inputs; i++) {
        addScaled(row, x[r * inputs + i], w, i * outputs);
      }
      System.arraycopy(row, 0, sums, r * outputs, outputs);
    }
    return sums;
  }

  /** row += factor * w[from..]. */
  private static void addScaled(double[] row, double factor, double[] w, int from) {
    for (int o = 0; o < row.length; o++) {
      row[o] += factor * w[from + o];
    }
  }
}
