package dev.thimble.quantize;

import dev.thimble.graph.Shape;
import dev.thimble.graph.Window;

/**
 * Convolution of each channel alone by weights [kernel height, kernel width, channels *
 * multiplier].
 */
final class DepthwiseSums implements LinearKernel {
  private final Window window;
  private final int pictures;
  private final int height;
  private final int width;
  private final int channels;
  private final int outputs;

  DepthwiseSums(Shape x, int outputs, Window window) {
    this.window = window;
    this.outputs = outputs;
    height = x.extent(-3);
    width = x.extent(-2);
    channels = x.extent(-1);
    pictures = x.size() / (height * width * channels);
  }

  @Override
  public double[] sums(float[] x, float[] weights) {
    double[] sums = new double[pictures * window.outHeight() * window.outWidth() * outputs];
    int at = 0;
    for (int picture = 0; picture < pictures; picture++) {
      for (int oy = 0; oy < window.outHeight(); oy++) {
        for (int ox = 0; ox < window.outWidth(); ox++, at += outputs) {
          addWindow(sums, at, x, picture * height, oy, ox, weights);
        }
      }
    }
    return sums;
  }

  private void addWindow(
      double[] sums, int at, float[] x, int firstRow, int oy, int ox, float[] w) {
    for (int ky = 0; ky < window.kernelHeight(); ky++) {
      int y = oy * window.strideHeight() - window.padTop() + ky * window.dilationHeight();
      for (int kx = 0; y >= 0 && y < height && kx < window.kernelWidth(); kx++) {
        int column = ox * window.strideWidth() - window.padLeft() + kx * window.dilationWidth();
        if (column >= 0 && column < width) {
          int from = ((firstRow + y) * width + column) * channels;
          addTap(sums, at, x, from, w, (ky * window.kernelWidth() + kx) * outputs);
        }
      }
    }
  }

  private void addTap(double[] sums, int at, float[] x, int from, float[] w, int tap) {
    int multiplier = outputs / channels;
    for (int c = 0; c < channels; c++) {
      double value = x[from + c];
      for (int o = c * multiplier; o < (c + 1) * multiplier; o++) {
        sums[at + o] += value * w[tap + o];
      }
    }
  }
}
