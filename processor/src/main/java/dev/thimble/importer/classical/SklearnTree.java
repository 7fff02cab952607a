package dev.thimble.importer.classical;

import dev.thimble.diagnostic.Problem;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A tree as scikit-learn's {@code tree_} holds it: arrays by node, {@code -1} for no child.
 *
 * @param share what the leaves' values are multiplied with
 */
record SklearnTree(
    int[] features, double[] thresholds, int[] lefts, int[] rights, double[][] values, double share)
    implements TreesBuilder.Tree {
  private static final int DEEPEST = 512;

  /**
   * Reads a tree and checks that it is one.
   *
   * @param outputs numbers a node
   * @param normalise whether a row is divided by its sum: older versions keep counts
   */
  static SklearnTree of(Fields fields, int outputs, boolean normalise, double share)
      throws Problem {
    SklearnTree tree =
        new SklearnTree(
            fields.integers("feature"),
            fields.numbers("threshold"),
            fields.integers("left"),
            fields.integers("right"),
            fields.matrix("value"),
            share);
    int nodes = tree.values.length;
    if (tree.features.length != nodes
        || tree.thresholds.length != nodes
        || tree.lefts.length != nodes
        || tree.rights.length != nodes) {
      throw fields.contradiction("feature, threshold, left, right and value differ in length");
    }
    if (tree.values[0].length != outputs) {
      throw fields.contradiction(
          "value has " + tree.values[0].length + " numbers a node instead of " + outputs);
    }
    tree.check(fields);
    if (normalise) {
      tree.normalise(fields);
    }
    return tree;
  }

  private void normalise(Fields fields) throws Problem {
    for (int node = 0; node < values.length; node++) {
      double sum = 0;
      for (double value : values[node]) {
        sum += value;
      }
      if (!(sum > 0)) {
        throw fields.contradiction("value[" + node + "] holds no sample of any class");
      }
      for (int c = 0; c < values[node].length; c++) {
        values[node][c] /= sum;
      }
    }
  }

  private record Reached(int node, int depth) {}

  /** Each node that is reached has one way to it. */
  private void check(Fields fields) throws Problem {
    boolean[] seen = new boolean[values.length];
    Deque<Reached> open = new ArrayDeque<>();
    open.push(new Reached(0, 0));
    while (!open.isEmpty()) {
      Reached at = open.pop();
      int node = at.node;
      if (node < 0 || node >= seen.length || seen[node]) {
        throw fields.contradiction(
            "node " + node + " is no tree's: it is outside, or reached twice");
      }
      seen[node] = true;
      if (at.depth > DEEPEST) {
        throw fields.contradiction("the tree is deeper than " + DEEPEST + " splits");
      }
      if (!leaf(node)) {
        if (features[node] < 0) {
          throw fields.contradiction("node " + node + " splits by feature " + features[node]);
        }
        open.push(new Reached(lefts[node], at.depth + 1));
        open.push(new Reached(rights[node], at.depth + 1));
      }
    }
  }

  /** The highest feature that is asked for; -1 if none is. */
  int lastFeature() {
    int last = -1;
    for (int node = 0; node < features.length; node++) {
      last = leaf(node) ? last : Math.max(last, features[node]);
    }
    return last;
  }

  @Override
  public boolean leaf(int node) {
    return lefts[node] < 0 && rights[node] < 0;
  }

  @Override
  public int feature(int node) {
    return features[node];
  }

  @Override
  public double threshold(int node) {
    return thresholds[node];
  }

  @Override
  public int left(int node) {
    return lefts[node];
  }

  @Override
  public int right(int node) {
    return rights[node];
  }

  @Override
  public double[] value(int node) {
    double[] scaled = values[node].clone();
    for (int c = 0; c < scaled.length; c++) {
      scaled[c] *= share;
    }
    return scaled;
  }
}
