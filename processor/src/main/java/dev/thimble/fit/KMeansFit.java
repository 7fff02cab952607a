package dev.thimble.fit;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;

/**
 * k-means by Lloyd's algorithm, from the centres of seeded k-means++ or from given ones.
 *
 * <p>A point belongs to the first of its nearest centres. A cluster that loses all its points gets
 * the point that lies farthest from its own centre.
 */
public final class KMeansFit {
  private static final int RUNS = 10;
  private static final int MOST_ITERATIONS = 300;

  private final double[][] points;
  private final int[] labels;

  /**
   * What was learnt.
   *
   * @param centres one row a cluster
   * @param labels the cluster of each point
   * @param inertia the sum of squared distances of all points to their centres
   */
  public record Clusters(double[][] centres, int[] labels, double inertia) {}

  private KMeansFit(double[][] points) {
    this.points = points;
    this.labels = new int[points.length];
  }

  /** How many different points there are. */
  public static int distinct(double[][] points) {
    Set<Integer> seen = new LinkedHashSet<>();
    Integer[] order = new Integer[points.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Arrays.compare(points[a], points[b]));
    for (int i = 0; i < order.length; i++) {
      if (i == 0 || Arrays.compare(points[order[i - 1]], points[order[i]]) != 0) {
        seen.add(order[i]);
      }
    }
    return seen.size();
  }

  /**
   * The best of ten runs, each from its own first centres.
   *
   * @param points at least {@code clusters} different ones
   */
  public static Clusters fit(double[][] points, int clusters, long seed) {
    Random random = new Random(seed);
    Clusters best = fit(points, first(points, clusters, random));
    for (int run = 1; run < RUNS; run++) {
      Clusters other = fit(points, first(points, clusters, random));
      best = other.inertia() < best.inertia() ? other : best;
    }
    return best;
  }

  /** Lloyd's algorithm from these centres, until no label changes. */
  public static Clusters fit(double[][] points, double[][] start) {
    KMeansFit fit = new KMeansFit(points);
    double[][] centres = new double[start.length][];
    Arrays.setAll(centres, i -> start[i].clone());
    Arrays.fill(fit.labels, -1);
    for (int i = 0; i < MOST_ITERATIONS && fit.assign(centres); i++) {
      fit.move(centres);
    }
    fit.assign(centres);
    double inertia = 0;
    for (int i = 0; i < points.length; i++) {
      inertia += distance(points[i], centres[fit.labels[i]]);
    }
    return new Clusters(centres, fit.labels, inertia);
  }

  /** k-means++: each further centre is drawn by its squared distance from those there are. */
  private static double[][] first(double[][] points, int clusters, Random random) {
    double[][] centres = new double[clusters][];
    centres[0] = points[random.nextInt(points.length)].clone();
    double[] nearest = new double[points.length];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    for (int c = 1; c < clusters; c++) {
      double sum = 0;
      for (int i = 0; i < points.length; i++) {
        nearest[i] = Math.min(nearest[i], distance(points[i], centres[c - 1]));
        sum += nearest[i];
      }
      centres[c] = points[drawn(nearest, random.nextDouble() * sum)].clone();
    }
    return centres;
  }

  /** The first point at which the running sum passes the mark; never one of weight 0. */
  private static int drawn(double[] weights, double mark) {
    double sum = 0;
    int last = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i];
      if (weights[i] > 0) {
        last = i;
        if (sum > mark) {
          return i;
        }
      }
    }
    return last;
  }

  private boolean assign(double[][] centres) {
    boolean changed = false;
    for (int i = 0; i < points.length; i++) {
      int label = nearest(points[i], centres);
      changed |= label != labels[i];
      labels[i] = label;
    }
    return changed;
  }

  private static int nearest(double[] point, double[][] centres) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < centres.length; c++) {
      double distance = distance(point, centres[c]);
      if (distance < least) {
        least = distance;
        best = c;
      }
    }
    return best;
  }

  private void move(double[][] centres) {
    int[] counts = new int[centres.length];
    double[][] sums = new double[centres.length][centres[0].length];
    for (int i = 0; i < points.length; i++) {
      counts[labels[i]]++;
      add(sums[labels[i]], points[i], 1);
    }
    boolean[] taken = new boolean[points.length];
    for (int c = 0; c < centres.length; c++) {
      if (counts[c] == 0) {
        int far = farthest(centres, taken, counts);
        taken[far] = true;
        counts[labels[far]]--;
        add(sums[labels[far]], points[far], -1);
        counts[c] = 1;
        sums[c] = points[far].clone();
        labels[far] = c;
      }
    }
    for (int c = 0; c < centres.length; c++) {
      for (int k = 0; k < sums[c].length; k++) {
        centres[c][k] = sums[c][k] / counts[c];
      }
    }
  }

  /** Of the points whose clusters can spare one, the farthest from its centre. */
  private int farthest(double[][] centres, boolean[] taken, int[] counts) {
    int far = -1;
    double most = -1;
    for (int i = 0; i < points.length; i++) {
      double distance = distance(points[i], centres[labels[i]]);
      if (!taken[i] && counts[labels[i]] > 1 && distance > most) {
        most = distance;
        far = i;
      }
    }
    return far;
  }

  private static void add(double[] sum, double[] point, int sign) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] += sign * point[k];
    }
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += (a[k] - b[k]) * (a[k] - b[k]);
    }
    return sum;
  }
}
