package dev.thimble.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * A decision tree by Gini impurity, as CART grows it: at each node the split that leaves the least
 * impurity, of equal ones the first feature and the lowest threshold; a threshold lies in the
 * middle between two values.
 */
public final class TreeFit {
  /** A node; a leaf has children -1. */
  public record Node(int feature, double threshold, int left, int right, double[] shares) {}

  private record Split(int feature, double threshold, double impurity) {}

  /** Where a row's shares begin. */
  private static final int SHARES = 5;

  private final double[][] points;
  private final int[] labels;
  private final int classes;
  private final int depth;
  private final int tried;
  private final Random random;
  private final List<Node> nodes = new ArrayList<>();

  private TreeFit(
      double[][] points, int[] labels, int classes, int depth, int tried, Random random) {
    this.points = points;
    this.labels = labels;
    this.classes = classes;
    this.depth = depth;
    this.tried = tried;
    this.random = random;
  }

  /** One tree over all samples and features; node 0 is the root. */
  public static List<Node> tree(double[][] points, int[] labels, int classes, int depth) {
    int[] all = new int[points.length];
    Arrays.setAll(all, i -> i);
    return new TreeFit(points, labels, classes, depth, points[0].length, new Random(1)).grown(all);
  }

  /** Trees over samples that are drawn with repetition, and some features at each split. */
  public static List<List<Node>> forest(
      double[][] points, int[] labels, int classes, int depth, int trees, long seed) {
    Random random = new Random(seed);
    int tried = Math.max(1, (int) Math.sqrt(points[0].length));
    List<List<Node>> forest = new ArrayList<>();
    for (int t = 0; t < trees; t++) {
      int[] drawn = new int[points.length];
      Arrays.setAll(drawn, i -> random.nextInt(points.length));
      forest.add(new TreeFit(points, labels, classes, depth, tried, random).grown(drawn));
    }
    return forest;
  }

  /** A forest as numbers, a row for each node: tree, feature, threshold, children, shares. */
  public static double[][] rows(List<List<Node>> forest) {
    List<double[]> rows = new ArrayList<>();
    for (int t = 0; t < forest.size(); t++) {
      for (Node node : forest.get(t)) {
        double[] row = new double[SHARES + node.shares().length];
        row[0] = t;
        row[1] = node.feature();
        row[2] = node.threshold();
        row[3] = node.left();
        row[4] = node.right();
        System.arraycopy(node.shares(), 0, row, SHARES, node.shares().length);
        rows.add(row);
      }
    }
    return rows.toArray(new double[0][]);
  }

  /** The forest that the numbers say. */
  public static List<List<Node>> forest(double[][] rows) {
    List<List<Node>> forest = new ArrayList<>();
    for (double[] row : rows) {
      if (row[0] == forest.size()) {
        forest.add(new ArrayList<>());
      }
      double[] shares = Arrays.copyOfRange(row, SHARES, row.length);
      forest
          .get((int) row[0])
          .add(new Node((int) row[1], row[2], (int) row[3], (int) row[4], shares));
    }
    return forest;
  }

  private List<Node> grown(int[] samples) {
    grow(samples, depth);
    return nodes;
  }

  private int grow(int[] samples, int levels) {
    int at = nodes.size();
    double[] counts = counts(samples);
    double[] shares = Arrays.stream(counts).map(n -> n / samples.length).toArray();
    nodes.add(new Node(-1, 0, -1, -1, shares));
    boolean pure = Arrays.stream(counts).filter(n -> n > 0).count() < 2;
    Split split = pure || levels == 0 ? null : best(samples);
    if (split == null) {
      return at;
    }
    int[] low =
        Arrays.stream(samples).filter(i -> points[i][split.feature] <= split.threshold).toArray();
    int[] high =
        Arrays.stream(samples).filter(i -> points[i][split.feature] > split.threshold).toArray();
    int left = grow(low, levels - 1);
    int right = grow(high, levels - 1);
    nodes.set(at, new Node(split.feature, split.threshold, left, right, shares));
    return at;
  }

  private double[] counts(int[] samples) {
    double[] counts = new double[classes];
    for (int i : samples) {
      counts[labels[i]]++;
    }
    return counts;
  }

  /** The best split; null if all samples are equal in all features that are tried. */
  @org.jspecify.annotations.Nullable
  private Split best(int[] samples) {
    List<Integer> features = new ArrayList<>();
    for (int k = 0; k < points[0].length; k++) {
      features.add(k);
    }
    if (tried < features.size()) {
      java.util.Collections.shuffle(features, random);
    }
    Split best = null;
    int looked = 0;
    for (int feature : features) {
      // Features that do not split count only where no other is left.
      if (looked >= tried && best != null) {
        break;
      }
      looked++;
      Split split = best(samples, feature);
      if (split != null && (best == null || split.impurity < best.impurity - 1e-12)) {
        best = split;
      }
    }
    return best;
  }

  @org.jspecify.annotations.Nullable
  private Split best(int[] samples, int feature) {
    Integer[] order = Arrays.stream(samples).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(i -> points[i][feature]));
    double[] right = counts(samples);
    double[] left = new double[classes];
    Split best = null;
    for (int n = 1; n < order.length; n++) {
      int label = labels[order[n - 1]];
      left[label]++;
      right[label]--;
      double low = points[order[n - 1]][feature];
      double high = points[order[n]][feature];
      if (high > low) {
        double impurity = n * gini(left, n) + (order.length - n) * gini(right, order.length - n);
        if (best == null || impurity < best.impurity - 1e-12) {
          double middle = low / 2 + high / 2;
          best = new Split(feature, middle < high ? middle : low, impurity);
        }
      }
    }
    return best;
  }

  private static double gini(double[] counts, int all) {
    double sum = 1;
    for (double count : counts) {
      sum -= count / all * (count / all);
    }
    return sum;
  }
}
