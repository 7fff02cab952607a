package dev.thimble.fit;

import java.util.Arrays;

/** Points in the plain. */
public final class Points {
  private Points() {}

  /** What the differences of two points count. */
  public static double distance(Norm metric, double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += metric.of(a[k] - b[k]);
    }
    return sum;
  }

  /** The first of the nearest points. */
  public static int nearest(Norm metric, double[] x, double[][] points) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < points.length; c++) {
      double distance = distance(metric, x, points[c]);
      if (distance < least) {
        least = distance;
        best = c;
      }
    }
    return best;
  }

  /** The point with the least sum of distances to these: their mean, or their median. */
  public static double[] centre(Norm metric, double[][] points) {
    double[] centre = new double[points[0].length];
    for (int k = 0; k < centre.length; k++) {
      int feature = k;
      double[] column = Arrays.stream(points).mapToDouble(p -> p[feature]).toArray();
      centre[k] = metric == Norm.EUCLIDEAN ? mean(column) : median(column);
    }
    return centre;
  }

  /** The mean. */
  public static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }

  /** The value below which this share of the values lies, between two of them by a line. */
  public static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double at = share * (sorted.length - 1);
    int below = (int) Math.floor(at);
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /** Rows of length 1; a row of zeros stays. */
  public static double[][] unit(double[][] points) {
    double[][] unit = new double[points.length][];
    for (int i = 0; i < points.length; i++) {
      double length = Math.sqrt(Arrays.stream(points[i]).map(v -> v * v).sum());
      unit[i] = Arrays.stream(points[i]).map(v -> length == 0 ? 0 : v / length).toArray();
    }
    return unit;
  }

  /** The mean and the deviation of each feature, which is 1 where all are equal. */
  public static double[][] standard(double[][] points) {
    double[] means = centre(Norm.EUCLIDEAN, points);
    double[] deviations = new double[means.length];
    for (int k = 0; k < means.length; k++) {
      double sum = 0;
      for (double[] point : points) {
        sum += (point[k] - means[k]) * (point[k] - means[k]);
      }
      double deviation = Math.sqrt(sum / points.length);
      deviations[k] = deviation > Math.abs(means[k]) * 1e-12 ? deviation : 1;
    }
    return new double[][] {means, deviations};
  }
}
