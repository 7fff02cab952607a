package dev.thimble.quantize;

import dev.thimble.graph.MatMul;
import dev.thimble.graph.Shape;

/** Sums of products of two matrices, for one pair after the other. */
record MatrixSums(MatMul operator, Shape left, Shape right, Shape out) implements LinearKernel {
  @Override
  public double[] sums(float[] a, float[] b) {
    int rows = out.extent(-2);
    int columns = out.extent(-1);
    int inner = left.extent(operator.leftTransposed() ? -2 : -1);
    double[] sums = new double[out.size()];
    for (int i = 0; i < sums.length; i++) {
      int pair = i / (rows * columns);
      int row = i / columns % rows;
      int column = i % columns;
      // One matrix on one side serves all of the other.
      int from = left.size() == rows * inner ? 0 : pair * rows * inner;
      int to = right.size() == inner * columns ? 0 : pair * inner * columns;
      for (int k = 0; k < inner; k++) {
        int x = operator.leftTransposed() ? k * rows + row : row * inner + k;
        int y = operator.rightTransposed() ? column * inner + k : k * columns + column;
        sums[i] += (double) a[from + x] * b[to + y];
      }
    }
    return sums;
  }
}
