package dev.thimble.quantize;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Second moments of what a layer reads: {@code H = mean of x x^T}, for each group of channels. With
 * them {@code d H d^T} is the mean square that an error d of a channel's weights makes in its sums
 * ({@code NUMERICS.md}, section 2).
 *
 * <p>Of very many inputs only those of one block are held against each other; where there is more
 * to read than some seconds allow, a random part is read.
 */
final class Moments {
  private static final int BLOCK = 1024;
  private static final double MOST_PRODUCTS = 2e8;

  /** Keeps inputs that the samples never excite from having weights of any size. */
  private static final double RIDGE = 0.01;

  private final Patches patches;
  private final List<List<double[][]>> groups = new ArrayList<>();

  /**
   * Measures a layer.
   *
   * @param inputs of each sample, less the zero point
   * @param seed of the choice among positions
   */
  Moments(Patches patches, List<float[]> inputs, long seed) {
    this.patches = patches;
    long all = (long) inputs.size() * patches.positions();
    double products = (double) patches.size() * Math.min(BLOCK, patches.size()) * patches.groups();
    long rows = Math.min(all, (long) Math.max(patches.size(), MOST_PRODUCTS / products));
    int[] samples = new int[(int) rows];
    int[] positions = new int[(int) rows];
    Random random = new Random(seed);
    for (int i = 0; i < rows; i++) {
      long row = rows == all ? i : (long) (random.nextDouble() * all);
      samples[i] = (int) (row / patches.positions());
      positions[i] = (int) (row % patches.positions());
    }
    for (int group = 0; group < patches.groups(); group++) {
      groups.add(measured(inputs, samples, positions, group));
    }
  }

  private List<double[][]> measured(
      List<float[]> inputs, int[] samples, int[] positions, int group) {
    List<double[][]> blocks = new ArrayList<>();
    for (int from = 0; from < patches.size(); from += BLOCK) {
      int size = Math.min(BLOCK, patches.size() - from);
      blocks.add(new double[size][size]);
    }
    double[] row = new double[patches.size()];
    for (int i = 0; i < samples.length; i++) {
      patches.fill(inputs.get(samples[i]), positions[i], group, row);
      for (int b = 0; b < blocks.size(); b++) {
        addProducts(blocks.get(b), row, b * BLOCK);
      }
    }
    blocks.forEach(h -> finish(h, samples.length));
    return blocks;
  }

  /** The upper half only. */
  private static void addProducts(double[][] h, double[] row, int from) {
    for (int i = 0; i < h.length; i++) {
      double x = row[from + i];
      if (x != 0) {
        double[] line = h[i];
        for (int j = i; j < line.length; j++) {
          line[j] += x * row[from + j];
        }
      }
    }
  }

  private static void finish(double[][] h, int rows) {
    double trace = 0;
    for (int i = 0; i < h.length; i++) {
      for (int j = i; j < h.length; j++) {
        h[i][j] /= rows;
        h[j][i] = h[i][j];
      }
      trace += h[i][i];
    }
    double ridge = Math.max(RIDGE * trace / h.length, Double.MIN_NORMAL);
    for (int i = 0; i < h.length; i++) {
      h[i][i] += ridge;
    }
  }

  /** How many weights a channel has. */
  int size() {
    return patches.size();
  }

  /** The moments of what a channel reads, in blocks of consecutive weights. */
  List<double[][]> of(int channel) {
    return groups.get(patches.group(channel));
  }
}
