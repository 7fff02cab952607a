package dev.thimble.quantize;

import dev.thimble.graph.Shape;
import dev.thimble.graph.TransposeConv2d;

/** A convolution turned round: each pixel is spread by weights [out, kernel height, width, in]. */
final class TransposeSums implements LinearKernel {
  private final TransposeConv2d spread;
  private final Shape weights;
  private final int pictures;
  private final int height;
  private final int width;
  private final int channels;
  private final int outputs;

  TransposeSums(Shape x, Shape weights, TransposeConv2d spread) {
    this.spread = spread;
    this.weights = weights;
    height = x.extent(-3);
    width = x.extent(-2);
    channels = x.extent(-1);
    pictures = x.size() / (height * width * channels);
    outputs = weights.extent(0);
  }

  @Override
  public double[] sums(float[] x, float[] w) {
    double[] sums = new double[pictures * spread.outHeight() * spread.outWidth() * outputs];
    int from = 0;
    for (int picture = 0; picture < pictures; picture++) {
      for (int row = 0; row < height; row++) {
        for (int column = 0; column < width; column++, from += channels) {
          addPixel(sums, picture, row, column, x, from, w);
        }
      }
    }
    return sums;
  }

  private void addPixel(
      double[] sums, int picture, int row, int column, float[] x, int from, float[] w) {
    for (int ky = 0; ky < weights.extent(1); ky++) {
      int y = row * spread.strideHeight() - spread.padTop() + ky;
      for (int kx = 0; y >= 0 && y < spread.outHeight() && kx < weights.extent(2); kx++) {
        int to = column * spread.strideWidth() - spread.padLeft() + kx;
        if (to >= 0 && to < spread.outWidth()) {
          int at = ((picture * spread.outHeight() + y) * spread.outWidth() + to) * outputs;
          addTap(sums, at, x, from, w, (ky * weights.extent(2) + kx) * channels);
        }
      }
    }
  }

  private void addTap(double[] sums, int at, float[] x, int from, float[] w, int tap) {
    for (int o = 0; o < outputs; o++) {
      int row = o * weights.stride(0) + tap;
      double sum = 0;
      for (int c = 0; c < channels; c++) {
        sum += (double) x[from + c] * w[row + c];
      }
      sums[at + o] += sum;
    }
  }
}
