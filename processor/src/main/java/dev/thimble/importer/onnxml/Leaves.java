package dev.thimble.importer.onnxml;

import dev.thimble.importer.classical.SameSplits;
import dev.thimble.importer.classical.TreesBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * A number for each leaf of one tree: what becomes of it is computed for the leaves while the file
 * is read.
 *
 * @param x what the tree asks for
 * @param tree its questions
 * @param values by leaf
 */
record Leaves(Sums x, TreesBuilder.Tree tree, Map<Integer, Double> values) implements Form {
  /** A function of the numbers. */
  Leaves map(DoubleUnaryOperator function) {
    Map<Integer, Double> mapped = new LinkedHashMap<>();
    values.forEach((leaf, value) -> mapped.put(leaf, function.applyAsDouble(value)));
    return new Leaves(x, tree, mapped);
  }

  /** A function of these numbers and others of the same tree. */
  Leaves with(Leaves other, DoubleBinaryOperator function) {
    Map<Integer, Double> both = new LinkedHashMap<>();
    values.forEach(
        (leaf, value) ->
            both.put(leaf, function.applyAsDouble(value, other.values.getOrDefault(leaf, 0.0))));
    return new Leaves(x, tree, both);
  }

  /** Whether the numbers are those of one tree. */
  boolean sameTree(Leaves other) {
    return tree.equals(other.tree);
  }

  /** The tree, whose leaves add rows of numbers: {@code factor * value} at one place. */
  TreesBuilder.Tree adding(int outputs, int at, double factor) {
    return new Adding(this, outputs, at, factor);
  }

  /** The tree with rows. */
  private record Adding(Leaves leaves, int outputs, int at, double factor) implements SameSplits {
    @Override
    public TreesBuilder.Tree tree() {
      return leaves.tree;
    }

    @Override
    public double[] value(int node) {
      double[] row = new double[outputs];
      row[at] = factor * leaves.values.getOrDefault(node, 0.0);
      return row;
    }
  }
}
