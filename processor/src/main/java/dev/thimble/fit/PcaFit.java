package dev.thimble.fit;

import java.util.Arrays;
import java.util.Comparator;

/** Principal components by Jacobi's rotations of the covariance. */
public final class PcaFit {
  private static final int MOST_SWEEPS = 100;

  private PcaFit() {}

  /** Directions by row, the most variance first; the largest element of each is positive. */
  public record Components(double[] mean, double[][] rows, double[] variances) {}

  /** The first components. */
  public static Components fit(double[][] points, int count) {
    double[] mean = Points.centre(Norm.EUCLIDEAN, points);
    int n = mean.length;
    double[][] covariance = new double[n][n];
    for (double[] point : points) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          covariance[i][j] +=
              (point[i] - mean[i]) * (point[j] - mean[j]) / Math.max(1, points.length - 1);
        }
      }
    }
    double[][] vectors = new double[n][n];
    for (int i = 0; i < n; i++) {
      vectors[i][i] = 1;
    }
    for (int sweep = 0; sweep < MOST_SWEEPS && sweep(covariance, vectors); sweep++) {
      // Each sweep makes what lies beside the diagonal smaller.
    }
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> -covariance[i][i]));
    double[][] rows = new double[count][n];
    double[] variances = new double[count];
    for (int c = 0; c < count; c++) {
      variances[c] = covariance[order[c]][order[c]];
      for (int k = 0; k < n; k++) {
        rows[c][k] = vectors[k][order[c]];
      }
      turn(rows[c]);
    }
    return new Components(mean, rows, variances);
  }

  private static void turn(double[] row) {
    double most = 0;
    for (double value : row) {
      most = Math.abs(value) > Math.abs(most) ? value : most;
    }
    for (int k = 0; k < row.length && most < 0; k++) {
      row[k] = -row[k];
    }
  }

  /** Turns each pair of axes so that their covariance is 0; false if all were. */
  private static boolean sweep(double[][] a, double[][] vectors) {
    boolean turned = false;
    for (int p = 0; p < a.length; p++) {
      for (int q = p + 1; q < a.length; q++) {
        double scale = Math.sqrt(Math.abs(a[p][p] * a[q][q]));
        if (Math.abs(a[p][q]) > 1e-15 * scale + 1e-300) {
          rotate(a, vectors, p, q);
          turned = true;
        }
      }
    }
    return turned;
  }

  private static void rotate(double[][] a, double[][] vectors, int p, int q) {
    double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double t = Math.signum(theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    t = theta == 0 ? 1 : t;
    double c = 1 / Math.sqrt(t * t + 1);
    double s = t * c;
    for (double[] row : a) {
      double x = row[p];
      row[p] = c * x - s * row[q];
      row[q] = s * x + c * row[q];
    }
    for (int k = 0; k < a.length; k++) {
      double x = a[p][k];
      a[p][k] = c * x - s * a[q][k];
      a[q][k] = s * x + c * a[q][k];
      double v = vectors[k][p];
      vectors[k][p] = c * v - s * vectors[k][q];
      vectors[k][q] = s * v + c * vectors[k][q];
    }
    a[p][q] = 0;
    a[q][p] = 0;
  }
}
