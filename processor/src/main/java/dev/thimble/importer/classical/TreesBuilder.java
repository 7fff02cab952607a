package dev.thimble.importer.classical;

import dev.thimble.graph.Graph;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Trees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects trees; equal rows of leaves are kept once. */
public final class TreesBuilder {
  private final int outputs;
  private final List<Integer> roots = new ArrayList<>();
  private final List<Trees.Split> splits = new ArrayList<>();
  private final List<Float> thresholds = new ArrayList<>();
  private final Map<List<Float>, Integer> rows = new LinkedHashMap<>();

  /** Trees that add to so many sums. */
  public TreesBuilder(int outputs) {
    this.outputs = outputs;
  }

  /** A tree by arrays, one element a node, node 0 being the root. */
  public interface Tree {
    /** Whether the node is a leaf. */
    boolean leaf(int node);

    /** The feature that a split asks for. */
    int feature(int node);

    /** At most this goes left. */
    double threshold(int node);

    /** The child at or below the threshold. */
    int left(int node);

    /** The child above. */
    int right(int node);

    /** What a leaf adds to each sum. */
    double[] value(int node);
  }

  /** Adds a tree whose nodes are sound: each is reached once. */
  public void add(Tree tree) {
    roots.add(node(tree, 0));
  }

  private int node(Tree tree, int node) {
    if (tree.leaf(node)) {
      return ~row(tree.value(node));
    }
    int at = splits.size();
    Trees.Split split = new Trees.Split(tree.feature(node), 0, 0);
    splits.add(split);
    thresholds.add(down(tree.threshold(node)));
    int left = node(tree, tree.left(node));
    int right = node(tree, tree.right(node));
    splits.set(at, new Trees.Split(split.feature(), left, right));
    return at;
  }

  private int row(double[] values) {
    List<Float> row = new ArrayList<>();
    for (double value : values) {
      row.add((float) value + 0f);
    }
    Integer known = rows.putIfAbsent(row, rows.size());
    return known == null ? rows.size() - 1 : known;
  }

  /** The largest float of at most the number: for floats the same question. */
  private static float down(double threshold) {
    float near = (float) threshold;
    return near > threshold ? Math.nextDown(near) : near;
  }

  /** The graph: x of so many features to the sums. */
  public Graph graph(int features, float[] base) throws ShapeException {
    double[] start = new double[base.length];
    for (int c = 0; c < start.length; c++) {
      start[c] = base[c];
    }
    return new ClassicalGraph(features).trees(this, start).finish();
  }

  /** A tree of one question. */
  public static Tree stump(int feature, double threshold, double[] below, double[] above) {
    return new Tree() {
      @Override
      public boolean leaf(int node) {
        return node > 0;
      }

      @Override
      public int feature(int node) {
        return feature;
      }

      @Override
      public double threshold(int node) {
        return threshold;
      }

      @Override
      public int left(int node) {
        return 1;
      }

      @Override
      public int right(int node) {
        return 2;
      }

      @Override
      public double[] value(int node) {
        return node == 1 ? below.clone() : above.clone();
      }
    };
  }

  /** The structure. */
  public Trees trees() {
    if (!splits.isEmpty()) {
      return new Trees(roots, splits);
    }
    // Tables are never empty: a question without consequences.
    List<Integer> all = new ArrayList<>(roots);
    all.set(0, 0);
    return new Trees(all, List.of(new Trees.Split(0, roots.get(0), roots.get(0))));
  }

  /** The thresholds of the splits. */
  public float[] thresholds() {
    return thresholds(new double[0], new double[0]);
  }

  /** The thresholds of the splits, where a scaler is left out before them. */
  float[] thresholds(double[] factors, double[] shifts) {
    float[] all = new float[Math.max(1, thresholds.size())];
    for (int i = 0; i < thresholds.size(); i++) {
      int k = splits.get(i).feature();
      boolean scaled = k < factors.length && (factors[k] != 1 || shifts[k] != 0);
      double threshold = thresholds.get(i);
      all[i] = scaled ? down((threshold - shifts[k]) / factors[k]) : (float) threshold;
    }
    return all;
  }

  /** All rows, one behind the other. */
  public float[] rows() {
    float[] all = new float[rows.size() * outputs];
    rows.forEach(
        (row, index) -> {
          for (int c = 0; c < outputs; c++) {
            all[index * outputs + c] = row.get(c);
          }
        });
    return all;
  }
}
