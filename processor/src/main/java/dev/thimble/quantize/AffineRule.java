package dev.thimble.quantize;

import dev.thimble.graph.Activation;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Quantization;

/**
 * The integer form of an affine map: weights of 16 bits, sums of 32, proven for every input.
 *
 * <p>The unit of the sums is chosen before the weights are rounded: the output's scale over a power
 * of two, so that a rounding shift is all that follows; or the finest that fits, where the sums
 * themselves are the output.
 *
 * @param arithmetic shift and clamp
 * @param weights as integers
 * @param biases as integers, zero points of the inputs included
 * @param unit what 1 in the sums stands for
 * @param output what the output stands for
 */
record AffineRule(
    Arithmetic.Shifted arithmetic,
    long[] weights,
    long[] biases,
    double unit,
    Quantization output) {
  private static final int WORD = Short.MAX_VALUE;
  private static final long MOST = Integer.MAX_VALUE;
  private static final int MOST_SHIFT = 24;

  /** A map of reals. */
  record Map(float[] weights, float[] biases, Activation activation) {
    double bias(int row) {
      return biases.length == 0 ? 0 : biases[row];
    }

    int rows(int features) {
      return weights.length / features;
    }
  }

  /** The sums themselves. */
  static AffineRule sums(Map map, Features x, int features) {
    double unit = Double.MIN_NORMAL;
    for (int row = 0; row < map.rows(features); row++) {
      double sum = Math.abs(base(map, x, features, row));
      for (int k = 0; k < features; k++) {
        double weight = Math.abs(map.weights[row * features + k]) * x.scale(k);
        unit = Math.max(unit, weight / WORD);
        sum += weight * x.magnitude();
      }
      unit = Math.max(unit, sum / MOST);
    }
    // Each rounded weight may be half a unit more.
    unit = unit == Double.MIN_NORMAL ? 1 : unit * (1 + (features + 2) * 1e-5);
    AffineRule rule = of(map, x, features, unit, 0, Quantization.perTensor(unit, 0));
    while (!rule.safe(x, features)) {
      unit *= 1.01;
      rule = of(map, x, features, unit, 0, Quantization.perTensor(unit, 0));
    }
    return rule;
  }

  /** Sums brought to 16 bits of a scale, which is made coarser if it has to be. */
  static AffineRule words(Map map, Features x, int features, double scale) {
    double wanted = scale;
    while (true) {
      for (int shift = MOST_SHIFT; shift >= 1; shift--) {
        double unit = wanted / (1L << shift);
        AffineRule rule = of(map, x, features, unit, shift, Quantization.perTensor(wanted, 0));
        if (rule.safe(x, features)) {
          return rule;
        }
      }
      wanted *= 2;
    }
  }

  private static AffineRule of(
      Map map, Features x, int features, double unit, int shift, Quantization output) {
    long[] weights = new long[map.weights.length];
    long[] biases = new long[map.rows(features)];
    for (int row = 0; row < biases.length; row++) {
      for (int k = 0; k < features; k++) {
        int at = row * features + k;
        weights[at] = Math.round(map.weights[at] * x.scale(k) / unit);
      }
      biases[row] = Math.round(base(map, x, features, row) / unit);
    }
    long low = shift == 0 ? Integer.MIN_VALUE : Short.MIN_VALUE;
    long high = shift == 0 ? Integer.MAX_VALUE : Short.MAX_VALUE;
    double scale = output.scale();
    Arithmetic.Range range =
        new Arithmetic.Range(
            0,
            (int) limit(map.activation.low(), scale, low, high),
            (int) limit(map.activation.high(), scale, low, high));
    return new AffineRule(new Arithmetic.Shifted(shift, range), weights, biases, unit, output);
  }

  private static long limit(double real, double scale, long low, long high) {
    if (Double.isInfinite(real)) {
      return real < 0 ? low : high;
    }
    return Math.max(low, Math.min(high, Math.round(real / scale)));
  }

  /** The row's sum where all integers are 0. */
  private static double base(Map map, Features x, int features, int row) {
    double base = map.bias(row);
    for (int k = 0; k < features; k++) {
      base -= map.weights[row * features + k] * x.scale(k) * x.zero(k);
    }
    return base;
  }

  /** No input makes a sum leave 32 bits. */
  private boolean safe(Features x, int features) {
    long half = arithmetic.shift() == 0 ? 0 : 1L << (arithmetic.shift() - 1);
    for (int row = 0; row < biases.length; row++) {
      double sum = Math.abs((double) biases[row]) + half;
      for (int k = 0; k < features; k++) {
        long weight = Math.abs(weights[row * features + k]);
        if (weight > WORD) {
          return false;
        }
        sum += (double) weight * x.magnitude();
      }
      if (sum > MOST) {
        return false;
      }
    }
    return true;
  }
}
