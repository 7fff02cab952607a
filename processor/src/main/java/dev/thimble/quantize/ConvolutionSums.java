package dev.thimble.quantize;

import dev.thimble.graph.Shape;
import dev.thimble.graph.Window;
import java.util.Arrays;

/**
 * Convolution by weights [out, kernel height, kernel width, in / groups]; taps beyond the border
 * add nothing.
 */
final class ConvolutionSums implements LinearKernel {
  private final Window window;
  private final int pictures;
  private final int height;
  private final int width;
  private final int channels;
  private final int outputs;
  private final int groups;
  private final PackedWeights packed = new PackedWeights();

  ConvolutionSums(Shape x, Shape weights, Window window) {
    this.window = window;
    height = x.extent(-3);
    width = x.extent(-2);
    channels = x.extent(-1);
    pictures = x.size() / (height * width * channels);
    outputs = weights.extent(0);
    groups = channels / weights.extent(3);
  }

  @Override
  public double[] sums(float[] x, float[] weights) {
    double[] w = packed.of(weights, outputs);
    double[] sums = new double[pictures * window.outHeight() * window.outWidth() * outputs];
    double[] pixel = new double[outputs];
    int at = 0;
    for (int picture = 0; picture < pictures; picture++) {
      for (int oy = 0; oy < window.outHeight(); oy++) {
        for (int ox = 0; ox < window.outWidth(); ox++, at += outputs) {
          Arrays.fill(pixel, 0);
          addWindow(pixel, x, picture * height, oy, ox, w);
          System.arraycopy(pixel, 0, sums, at, outputs);
        }
      }
    }
    return sums;
  }

  private void addWindow(double[] pixel, float[] x, int firstRow, int oy, int ox, double[] w) {
    int perGroup = channels / groups;
    for (int ky = 0; ky < window.kernelHeight(); ky++) {
      int y = oy * window.strideHeight() - window.padTop() + ky * window.dilationHeight();
      for (int kx = 0; y >= 0 && y < height && kx < window.kernelWidth(); kx++) {
        int column = ox * window.strideWidth() - window.padLeft() + kx * window.dilationWidth();
        if (column >= 0 && column < width) {
          int from = ((firstRow + y) * width + column) * channels;
          addTap(pixel, x, from, w, (ky * window.kernelWidth() + kx) * perGroup * outputs);
        }
      }
    }
  }

  private void addTap(double[] pixel, float[] x, int from, double[] w, int tap) {
    int perGroup = channels / groups;
    int outputsPerGroup = outputs / groups;
    for (int c = 0; c < channels; c++) {
      double factor = x[from + c];
      int row = tap + (c % perGroup) * outputs;
      int first = c / perGroup * outputsPerGroup;
      addScaled(pixel, factor, w, row, first, first + outputsPerGroup);
    }
  }

  private static void addScaled(
      double[] pixel, double factor, double[] w, int row, int first, int end) {
    for (int o = first; o < end; o++) {
      pixel[o] += factor * w[row + o];
    }
  }
}
