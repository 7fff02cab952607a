package dev.thimble.quantize;

/**
 * Integers of 4 bits that together change a channel's sums the least: {@code d H d^T} for an error
 * d and the {@link Moments} H of the inputs, lowered by coordinate descent from the nearest
 * integers.
 */
final class SecondOrderRounding implements ChannelRounding {
  private static final int LOW = -8;
  private static final int HIGH = 7;
  private static final int CANDIDATES = 24;
  private static final int FEW_CANDIDATES = 6;
  private static final int MANY_WEIGHTS = 512;
  private static final int SWEEPS = 12;

  private final Moments moments;

  SecondOrderRounding(Moments moments) {
    this.moments = moments;
  }

  @Override
  public int low() {
    return LOW;
  }

  @Override
  public int high() {
    return HIGH;
  }

  /** Clipping half of a channel's range may pay: from a third of the range to all of it. */
  @Override
  public int[] candidates(double wanted, int cap) {
    int most = (int) Math.max(1, Math.min(cap, Math.ceil(wanted)));
    int least = (int) Math.max(1, Math.min(most, Math.floor(wanted / 3)));
    int count = moments.size() > MANY_WEIGHTS ? FEW_CANDIDATES : CANDIDATES;
    int step = Math.max(1, (most - least) / count);
    int[] multipliers = new int[(most - least) / step + 1];
    for (int i = 0; i < multipliers.length; i++) {
      multipliers[i] = most - i * step;
    }
    return multipliers;
  }

  @Override
  public double round(int channel, double[] weights, double scale, long[] rounded) {
    double error = 0;
    int from = 0;
    for (double[][] h : moments.of(channel)) {
      error += block(h, from, weights, scale, rounded);
      from += h.length;
    }
    return error;
  }

  private static double block(
      double[][] h, int from, double[] weights, double scale, long[] rounded) {
    int size = h.length;
    double[] error = new double[size];
    for (int k = 0; k < size; k++) {
      rounded[from + k] = clip(Math.round(weights[from + k] / scale));
      error[k] = rounded[from + k] * scale - weights[from + k];
    }
    double[] slope = new double[size];
    for (int k = 0; k < size; k++) {
      addScaled(slope, h[k], error[k]);
    }
    boolean moved = true;
    for (int sweep = 0; sweep < SWEEPS && moved; sweep++) {
      moved = false;
      for (int k = 0; k < size; k++) {
        long best = clip(Math.round(rounded[from + k] - slope[k] / (h[k][k] * scale)));
        double change = (best - rounded[from + k]) * scale;
        // The step must lower the error: rounding it can undo that.
        if (change != 0 && change * (2 * slope[k] + change * h[k][k]) < 0) {
          rounded[from + k] = best;
          error[k] += change;
          addScaled(slope, h[k], change);
          moved = true;
        }
      }
    }
    double sum = 0;
    for (int k = 0; k < size; k++) {
      sum += error[k] * slope[k];
    }
    return sum;
  }

  private static long clip(long value) {
    return Math.max(LOW, Math.min(HIGH, value));
  }

  private static void addScaled(double[] sum, double[] row, double factor) {
    if (factor != 0) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += factor * row[i];
      }
    }
  }
}
