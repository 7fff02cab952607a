package dev.thimble.quantize;

import java.util.Arrays;

/**
 * The range of each feature of an input.
 *
 * @param low the smallest, by feature
 * @param high the largest
 * @param integral whether all are integers
 */
record FeatureRanges(double[] low, double[] high, boolean integral) {
  /** Measures the input of that index; one range for all features where the user states it. */
  static FeatureRanges of(CalibrationSamples samples, int input, int size, ValueRange stated) {
    double[] low = new double[size];
    double[] high = new double[size];
    boolean integral = true;
    Arrays.fill(low, Double.POSITIVE_INFINITY);
    Arrays.fill(high, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < samples.size(); i++) {
      float[] x = samples.samples().get(i).get(input);
      for (int k = 0; k < size; k++) {
        low[k] = Math.min(low[k], x[k]);
        high[k] = Math.max(high[k], x[k]);
        integral &= x[k] == Math.rint(x[k]);
      }
    }
    if (stated.low() <= stated.high()) {
      Arrays.fill(low, stated.low());
      Arrays.fill(high, stated.high());
    }
    return new FeatureRanges(low, high, integral);
  }

  /** No statement. */
  static ValueRange unstated() {
    return ValueRange.of(1, 0);
  }

  /** All features together. */
  ValueRange all() {
    return new ValueRange(
        Arrays.stream(low).min().orElse(0), Arrays.stream(high).max().orElse(0), integral);
  }

  /** The same, each range wider by half of itself on both sides: room for what is out of order. */
  FeatureRanges roomy() {
    double[] lower = new double[low.length];
    double[] higher = new double[low.length];
    for (int k = 0; k < low.length; k++) {
      double half = (high[k] - low[k]) / 2;
      lower[k] = low[k] - half;
      higher[k] = high[k] + half;
    }
    return new FeatureRanges(lower, higher, integral);
  }

  double centre(int feature) {
    return (low[feature] + high[feature]) / 2;
  }

  /** Half of a range; of one value alone a step that can be told from it. */
  double half(int feature) {
    double half = (high[feature] - low[feature]) / 2;
    double least = Math.max(Math.abs(centre(feature)) * 1e-6, 1e-30);
    return half > least ? half : Math.max(Math.abs(centre(feature)) / 128, 1e-6);
  }
}
