package dev.thimble.fit;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * k-means by Lloyd's algorithm, from the centres of seeded k-means++ or from given ones.
 *
 * <p>A point belongs to the first of its nearest centres. A cluster that loses all its points gets
 * the point that lies farthest from its own centre.
 */
public final class KMeansFit {
  private static final int RUNS = 10;
  private static final int MOST_ITERATIONS = 300;

  /** So many coordinates are looked at as a whole; beyond, minibatches find the centres. */
  private static final long MOST_COORDINATES = 4_000_000;

  private static final int BATCH = 1024;
  private static final int BATCHES = 300;

  private final double[][] points;
  private final int[] labels;
  private final Norm metric;

  /**
   * What was learnt.
   *
   * @param centres one row a cluster
   * @param labels the cluster of each point
   * @param inertia the sum of squared distances of all points to their centres
   */
  public record Clusters(double[][] centres, int[] labels, double inertia) {}

  private KMeansFit(double[][] points, Norm metric) {
    this.points = points;
    this.metric = metric;
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
    return fit(points, clusters, seed, Norm.EUCLIDEAN);
  }

  /** The same by another metric; with {@link Norm#MANHATTAN} centres are medians. */
  public static Clusters fit(double[][] points, int clusters, long seed, Norm metric) {
    Random random = new Random(seed);
    if ((long) points.length * points[0].length * clusters > MOST_COORDINATES * RUNS) {
      return minibatch(points, clusters, random, metric);
    }
    Clusters best = fit(points, first(points, clusters, random, metric), metric);
    for (int run = 1; run < RUNS; run++) {
      Clusters other = fit(points, first(points, clusters, random, metric), metric);
      best = other.inertia() < best.inertia() ? other : best;
    }
    return best;
  }

  /**
   * Minibatches (Sculley, 2010): each drawn point pulls its centre by one over the number of points
   * that the centre has had; then one step of Lloyd's over all points, so that no cluster is empty.
   */
  private static Clusters minibatch(double[][] points, int clusters, Random random, Norm metric) {
    double[][] some = new double[Math.min(points.length, Math.max(BATCH, 3 * clusters))][];
    Arrays.setAll(some, i -> points[random.nextInt(points.length)]);
    double[][] centres =
        distinct(some) < clusters
            ? first(points, clusters, random, metric)
            : first(some, clusters, random, metric);
    int[] counts = new int[clusters];
    for (int n = 0; n < BATCH * BATCHES; n++) {
      double[] point = points[random.nextInt(points.length)];
      int c = Points.nearest(metric, point, centres);
      counts[c]++;
      for (int k = 0; k < point.length; k++) {
        centres[c][k] += (point[k] - centres[c][k]) / counts[c];
      }
    }
    return fit(points, centres, metric, 2);
  }

  /** Lloyd's algorithm from these centres, until no label changes. */
  public static Clusters fit(double[][] points, double[][] start) {
    return fit(points, start, Norm.EUCLIDEAN);
  }

  private static Clusters fit(double[][] points, double[][] start, Norm metric) {
    return fit(points, start, metric, MOST_ITERATIONS);
  }

  private static Clusters fit(double[][] points, double[][] start, Norm metric, int iterations) {
    KMeansFit fit = new KMeansFit(points, metric);
    double[][] centres = new double[start.length][];
    Arrays.setAll(centres, i -> start[i].clone());
    Arrays.fill(fit.labels, -1);
    for (int i = 0; i < iterations && fit.assign(centres); i++) {
      fit.move(centres);
    }
    fit.assign(centres);
    double inertia = 0;
    for (int i = 0; i < points.length; i++) {
      inertia += Points.distance(metric, points[i], centres[fit.labels[i]]);
    }
    return new Clusters(centres, fit.labels, inertia);
  }

  /** k-means++: each further centre is drawn by its squared distance from those there are. */
  private static double[][] first(double[][] points, int clusters, Random random, Norm metric) {
    double[][] centres = new double[clusters][];
    centres[0] = points[random.nextInt(points.length)].clone();
    double[] nearest = new double[points.length];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    for (int c = 1; c < clusters; c++) {
      double sum = 0;
      for (int i = 0; i < points.length; i++) {
        nearest[i] = Math.min(nearest[i], Points.distance(metric, points[i], centres[c - 1]));
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
      int label = Points.nearest(metric, points[i], centres);
      changed |= label != labels[i];
      labels[i] = label;
    }
    return changed;
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
      int cluster = c;
      if (metric == Norm.MANHATTAN) {
        centres[c] =
            Points.centre(
                metric,
                IntStream.range(0, points.length)
                    .filter(i -> labels[i] == cluster)
                    .mapToObj(i -> points[i])
                    .toArray(double[][]::new));
        continue;
      }
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
      double distance = Points.distance(metric, points[i], centres[labels[i]]);
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
}
