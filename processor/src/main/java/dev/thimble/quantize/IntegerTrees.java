package dev.thimble.quantize;

import dev.thimble.graph.Trees;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Trees over integers that decide as the trees of reals do on what the integers stand for. Splits
 * that the integers cannot reach, or that earlier ones have decided, are left out.
 */
final class IntegerTrees {
  private final Trees real;
  private final float[] reals;
  private final Features input;
  private final List<Trees.Split> splits = new ArrayList<>();
  private final List<Long> thresholds = new ArrayList<>();

  private IntegerTrees(Trees real, float[] reals, Features input) {
    this.real = real;
    this.reals = reals;
    this.input = input;
  }

  /** Trees and their thresholds. */
  record Result(Trees trees, long[] thresholds) {}

  /**
   * The trees over all inputs.
   *
   * @param features number of features
   */
  static Result of(Trees real, float[] reals, Features input, int features) {
    IntegerTrees made = new IntegerTrees(real, reals, input);
    List<Integer> roots = new ArrayList<>();
    for (int root : real.roots()) {
      long[] low = new long[features];
      long[] high = new long[features];
      Arrays.fill(low, input.low());
      Arrays.fill(high, input.high());
      roots.add(made.copy(root, low, high));
    }
    if (made.splits.isEmpty()) {
      // Tables are never empty: a question without consequences.
      made.splits.add(new Trees.Split(0, roots.get(0), roots.get(0)));
      made.thresholds.add(0L);
      roots.set(0, 0);
    }
    long[] thresholds = made.thresholds.stream().mapToLong(Long::longValue).toArray();
    return new Result(new Trees(roots, made.splits), thresholds);
  }

  /** Copies what lies below a child, for inputs within the limits; returns the new child. */
  private int copy(int child, long[] low, long[] high) {
    if (child < 0) {
      return child;
    }
    Trees.Split split = real.splits().get(child);
    int feature = split.feature();
    long threshold = input.atMost(reals[child], feature);
    if (threshold >= high[feature]) {
      return copy(split.left(), low, high);
    }
    if (threshold < low[feature]) {
      return copy(split.right(), low, high);
    }
    int at = splits.size();
    splits.add(split);
    thresholds.add(threshold);
    long before = high[feature];
    high[feature] = threshold;
    int left = copy(split.left(), low, high);
    high[feature] = before;
    before = low[feature];
    low[feature] = threshold + 1;
    int right = copy(split.right(), low, high);
    low[feature] = before;
    if (left == right && left < 0) {
      splits.remove(at);
      thresholds.remove(at);
      return left;
    }
    splits.set(at, new Trees.Split(feature, left, right));
    return at;
  }
}
