package dev.thimble.quantize;

import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Window;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Maximum and average over windows, and extremes over axes. */
final class PoolKernels {
  private PoolKernels() {}

  /** Pooling; each average and maximum goes through {@code finish}. */
  static RealKernel pool(Pool2d pool, Shape x, DoubleUnaryOperator finish) {
    Window window = LinearKernels.window(pool.window(), x, pool.kernelHeight(), pool.kernelWidth());
    int channels = x.extent(-1);
    int pictures = x.size() / (x.extent(-3) * x.extent(-2) * channels);
    return inputs -> {
      float[] out = new float[pictures * window.outHeight() * window.outWidth() * channels];
      int at = 0;
      for (int row = 0; row < pictures * window.outHeight(); row++) {
        int picture = row / window.outHeight();
        for (int ox = 0; ox < window.outWidth(); ox++) {
          for (int c = 0; c < channels; c++) {
            double pooled =
                tap(
                    pool.kind(),
                    window,
                    x,
                    inputs.get(0),
                    picture,
                    row % window.outHeight(),
                    ox,
                    c);
            out[at++] = (float) finish.applyAsDouble(pooled);
          }
        }
      }
      return out;
    };
  }

  private static double tap(
      Pool2d.Kind kind,
      Window window,
      Shape x,
      float[] values,
      int picture,
      int oy,
      int ox,
      int channel) {
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    int count = 0;
    for (int ky = 0; ky < window.kernelHeight(); ky++) {
      int y = oy * window.strideHeight() - window.padTop() + ky * window.dilationHeight();
      for (int kx = 0; kx < window.kernelWidth(); kx++) {
        int column = ox * window.strideWidth() - window.padLeft() + kx * window.dilationWidth();
        if (y >= 0 && y < x.extent(-3) && column >= 0 && column < x.extent(-2)) {
          int at = (picture * x.extent(-3) + y) * x.extent(-2) + column;
          double value = values[at * x.extent(-1) + channel];
          max = Math.max(max, value);
          sum += value;
          count++;
        }
      }
    }
    return kind == Pool2d.Kind.MAX ? max : sum / count;
  }

  /** The largest or smallest over the axes that {@code target} maps away. */
  static RealKernel extreme(int[] target, int outputs, boolean max) {
    return inputs -> {
      float[] out = new float[outputs];
      Arrays.fill(out, max ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY);
      float[] values = inputs.get(0);
      for (int i = 0; i < values.length; i++) {
        float known = out[target[i]];
        out[target[i]] = max ? Math.max(known, values[i]) : Math.min(known, values[i]);
      }
      return out;
    };
  }
}
