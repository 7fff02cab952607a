package dev.thimble.fit;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;

/**
 * Multinomial logistic regression with small coefficients: what is minimised is {@code c * sum of
 * -log(share of the right class) + |weights|^2 / 2}, biases left out, by L-BFGS. Two classes have
 * one row, as in scikit-learn.
 */
public final class LogisticFit {
  private static final int MEMORY = 10;
  private static final int MOST_ITERATIONS = 2000;
  private static final double SMALL = 1e-7;

  private final double[][] points;
  private final int[] labels;
  private final int rows;
  private final int features;
  private final double c;

  private LogisticFit(double[][] points, int[] labels, int classes, double c) {
    this.points = points;
    this.labels = labels;
    this.rows = classes == 2 ? 1 : classes;
    this.features = points[0].length;
    this.c = c;
  }

  /** One row a class, or one for the second of two; the bias behind the weights. */
  public static double[][] fit(double[][] points, int[] labels, int classes, double c) {
    // Over standardised features the valley is round; the penalty stays that of the plain ones.
    LogisticFit fit = new LogisticFit(points, labels, classes, c);
    double[] x = fit.minimise(Points.standard(points));
    double[][] result = new double[fit.rows][];
    for (int row = 0; row < fit.rows; row++) {
      result[row] = Arrays.copyOfRange(x, row * (fit.features + 1), (row + 1) * (fit.features + 1));
    }
    return result;
  }

  /** The loss; its gradient goes to {@code gradient}. */
  private double loss(double[] w, double[] gradient) {
    Arrays.fill(gradient, 0);
    int stride = features + 1;
    double loss = 0;
    double[] scores = new double[Math.max(2, rows)];
    for (int i = 0; i < points.length; i++) {
      Arrays.fill(scores, 0);
      for (int row = 0; row < rows; row++) {
        double sum = w[row * stride + features];
        for (int k = 0; k < features; k++) {
          sum += w[row * stride + k] * points[i][k];
        }
        scores[rows == 1 ? 1 : row] = sum;
      }
      double most = Arrays.stream(scores).max().orElse(0);
      double total = 0;
      for (double score : scores) {
        total += StrictMath.exp(score - most);
      }
      loss += c * (most + StrictMath.log(total) - scores[labels[i]]);
      for (int row = 0; row < rows; row++) {
        int label = rows == 1 ? 1 : row;
        double share = StrictMath.exp(scores[label] - most) / total;
        double slope = c * (share - (labels[i] == label ? 1 : 0));
        for (int k = 0; k < features; k++) {
          gradient[row * stride + k] += slope * points[i][k];
        }
        gradient[row * stride + features] += slope;
      }
    }
    for (int at = 0; at < w.length; at++) {
      if (at % stride < features) {
        loss += w[at] * w[at] / 2;
        gradient[at] += w[at];
      }
    }
    return loss;
  }

  /** A step, what the gradient changed by it, and one over their product. */
  private record Pair(double[] step, double[] change, double rho) {}

  private double[] minimise(double[][] standard) {
    int size = rows * (features + 1);
    double[] scale = new double[size];
    for (int at = 0; at < size; at++) {
      int k = at % (features + 1);
      // A guess of the curvature: the second moment of the feature and the penalty.
      double moment =
          k == features ? 1 : standard[1][k] * standard[1][k] + standard[0][k] * standard[0][k];
      scale[at] = 1 / (c * points.length * moment / 4 + (k == features ? 0 : 1));
    }
    double[] x = new double[size];
    double[] gradient = new double[size];
    double loss = loss(x, gradient);
    Deque<Pair> pairs = new ArrayDeque<>();
    for (int i = 0; i < MOST_ITERATIONS; i++) {
      double[] direction = direction(gradient, pairs, scale);
      double slope = dot(direction, gradient);
      if (!(slope < 0) || small(gradient, scale)) {
        break;
      }
      double[] next = new double[size];
      double[] turned = new double[size];
      double length = 1;
      double reached = Double.POSITIVE_INFINITY;
      while (length > 1e-20) {
        for (int at = 0; at < size; at++) {
          next[at] = x[at] + length * direction[at];
        }
        reached = loss(next, turned);
        if (reached <= loss + 1e-4 * length * slope) {
          break;
        }
        length /= 2;
      }
      if (!(reached < loss)) {
        break;
      }
      remember(pairs, x, next, gradient, turned);
      x = next;
      gradient = turned;
      loss = reached;
    }
    return x;
  }

  private static boolean small(double[] gradient, double[] scale) {
    double sum = 0;
    for (int i = 0; i < gradient.length; i++) {
      sum += gradient[i] * gradient[i] * scale[i];
    }
    return sum < SMALL * SMALL;
  }

  private static void remember(
      Deque<Pair> pairs, double[] x, double[] next, double[] gradient, double[] turned) {
    double[] step = new double[x.length];
    double[] change = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      step[i] = next[i] - x[i];
      change[i] = turned[i] - gradient[i];
    }
    double product = dot(step, change);
    if (product > 0) {
      pairs.addLast(new Pair(step, change, 1 / product));
      if (pairs.size() > MEMORY) {
        pairs.removeFirst();
      }
    }
  }

  private static double[] direction(double[] gradient, Deque<Pair> pairs, double[] scale) {
    double[] q = gradient.clone();
    double[] alphas = new double[pairs.size()];
    int at = pairs.size();
    for (Iterator<Pair> i = pairs.descendingIterator(); i.hasNext(); ) {
      Pair pair = i.next();
      alphas[--at] = pair.rho * dot(pair.step, q);
      for (int k = 0; k < q.length; k++) {
        q[k] -= alphas[at] * pair.change[k];
      }
    }
    for (int k = 0; k < q.length; k++) {
      q[k] *= scale[k];
    }
    for (Pair pair : pairs) {
      double beta = pair.rho * dot(pair.change, q);
      for (int k = 0; k < q.length; k++) {
        q[k] += (alphas[at] - beta) * pair.step[k];
      }
      at++;
    }
    for (int k = 0; k < q.length; k++) {
      q[k] = -q[k];
    }
    return q;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
