package dev.thimble.fit;

/** Linear regression by least squares, over standardised features so that scales do not matter. */
public final class LinearFit {
  private LinearFit() {}

  /** What is added up: {@code bias + sum(weights * x)}. */
  public record Line(double[] weights, double bias) {}

  /** The line; features that others determine count as little as they can. */
  public static Line fit(double[][] points, double[] y) {
    double[][] standard = Points.standard(points);
    int n = standard[0].length;
    double meanY = Points.mean(y);
    double[][] matrix = new double[n][n];
    double[] right = new double[n];
    for (int i = 0; i < points.length; i++) {
      double[] z = new double[n];
      for (int k = 0; k < n; k++) {
        z[k] = (points[i][k] - standard[0][k]) / standard[1][k];
      }
      for (int a = 0; a < n; a++) {
        right[a] += z[a] * (y[i] - meanY) / points.length;
        for (int b = 0; b < n; b++) {
          matrix[a][b] += z[a] * z[b] / points.length;
        }
      }
    }
    double[] solved = solve(matrix, right);
    double bias = meanY;
    for (int k = 0; k < n; k++) {
      solved[k] /= standard[1][k];
      bias -= solved[k] * standard[0][k];
    }
    return new Line(solved, bias);
  }

  /** Cholesky's decomposition; what has no variance of its own gets 0. */
  private static double[] solve(double[][] matrix, double[] right) {
    int n = right.length;
    double[][] lower = new double[n][n];
    boolean[] free = new boolean[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i][j];
        for (int k = 0; k < j; k++) {
          sum -= lower[i][k] * lower[j][k];
        }
        if (i == j) {
          free[i] = sum > 1e-12;
          lower[i][i] = free[i] ? Math.sqrt(sum) : 0;
        } else {
          lower[i][j] = free[j] ? sum / lower[j][j] : 0;
        }
      }
    }
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      double sum = right[i];
      for (int k = 0; k < i; k++) {
        sum -= lower[i][k] * x[k];
      }
      x[i] = free[i] ? sum / lower[i][i] : 0;
    }
    for (int i = n - 1; i >= 0; i--) {
      double sum = x[i];
      for (int k = i + 1; k < n; k++) {
        sum -= lower[k][i] * x[k];
      }
      x[i] = free[i] ? sum / lower[i][i] : 0;
    }
    return x;
  }
}
