package dev.thimble.quantize;

import dev.thimble.graph.Trees;
import java.util.List;

/** Decision trees on plain arrays; integers beyond 2^24 are rounded to a float. */
record TreeKernel(Trees trees) implements RealKernel {
  @Override
  public float[] run(List<float[]> inputs) {
    float[] x = inputs.get(0);
    float[] thresholds = inputs.get(Trees.THRESHOLDS);
    float[] rows = inputs.get(Trees.ROWS);
    float[] base = inputs.get(Trees.BASE);
    double[] sums = new double[base.length];
    for (int c = 0; c < sums.length; c++) {
      sums[c] = base[c];
    }
    for (int root : trees.roots()) {
      int at = root;
      while (at >= 0) {
        Trees.Split split = trees.splits().get(at);
        at = x[split.feature()] <= thresholds[at] ? split.left() : split.right();
      }
      for (int c = 0; c < sums.length; c++) {
        sums[c] += rows[~at * sums.length + c];
      }
    }
    float[] out = new float[sums.length];
    for (int c = 0; c < out.length; c++) {
      out[c] = (float) sums[c];
    }
    return out;
  }
}
