package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.classical.TreesBuilder;
import dev.thimble.importer.coreml.schema.EvaluationInfo;
import dev.thimble.importer.coreml.schema.TreeNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One tree of an ensemble: nodes name their children by numbers. */
final class EnsembleTree implements TreesBuilder.Tree {
  private static final int DEEPEST = 512;

  /**
   * Where the sums of a file go.
   *
   * @param count of outputs
   * @param first the output of the first sum
   * @param share whether the first output is 1 less the second
   */
  record Outputs(int count, int first, boolean share) {
    double[] row(double[] sums) {
      double[] row = new double[count];
      System.arraycopy(sums, 0, row, first, sums.length);
      if (share) {
        row[0] = -row[1];
      }
      return row;
    }
  }

  private final List<TreeNode> nodes;
  private final Map<Long, Integer> places = new HashMap<>();
  private final Outputs outputs;
  private final int sums;

  private EnsembleTree(List<TreeNode> nodes, Outputs outputs, int sums) {
    this.nodes = nodes;
    this.outputs = outputs;
    this.sums = sums;
  }

  /** A tree, checked: each node is reached once, and asks for features that are there. */
  static EnsembleTree of(
      ModelPackage file, List<TreeNode> nodes, Outputs outputs, int sums, int features)
      throws Problem {
    EnsembleTree tree = new EnsembleTree(nodes, outputs, sums);
    boolean[] child = new boolean[nodes.size()];
    for (int i = 0; i < nodes.size(); i++) {
      if (tree.places.put(nodes.get(i).getNodeId(), i) != null) {
        throw file.broken("two nodes of a tree have the number " + nodes.get(i).getNodeId());
      }
    }
    for (int i = 0; i < nodes.size(); i++) {
      tree.check(file, i, features, child);
    }
    for (int i = 0; i < child.length; i++) {
      if (!child[i]) {
        // Trees begin at node 0.
        List<TreeNode> rootFirst = new ArrayList<>(nodes);
        Collections.swap(rootFirst, 0, i);
        EnsembleTree turned = new EnsembleTree(rootFirst, outputs, sums);
        for (int k = 0; k < rootFirst.size(); k++) {
          turned.places.put(rootFirst.get(k).getNodeId(), k);
        }
        turned.walk(file);
        return turned;
      }
    }
    throw file.broken("a tree has no root");
  }

  private void check(ModelPackage file, int at, int features, boolean[] child) throws Problem {
    TreeNode node = nodes.get(at);
    if (leaf(at)) {
      for (EvaluationInfo info : node.getEvaluationInfoList()) {
        if (info.getEvaluationIndex() < 0
            || info.getEvaluationIndex() >= sums
            || !(Math.abs(info.getEvaluationValue()) <= Float.MAX_VALUE)) {
          throw file.broken("a leaf adds to sum " + info.getEvaluationIndex() + " of " + sums);
        }
      }
      return;
    }
    switch (node.getNodeBehavior()) {
      case BranchOnValueLessThanEqual,
          BranchOnValueLessThan,
          BranchOnValueGreaterThan,
          BranchOnValueGreaterThanEqual -> {}
      default ->
          throw file.unsupported(
              "a split by " + node.getNodeBehavior(), "Train with numerical features.");
    }
    long feature = node.getBranchFeatureIndex();
    Integer yes = places.get(node.getTrueChildNodeId());
    Integer no = places.get(node.getFalseChildNodeId());
    if (feature < 0 || feature >= features || Double.isNaN(node.getBranchFeatureValue())) {
      throw file.broken("a split asks for feature " + feature + " of " + features);
    }
    if (yes == null || no == null) {
      throw file.broken("node " + node.getNodeId() + " of a tree has a child that is not there");
    }
    child[yes] = true;
    child[no] = true;
  }

  private record Reached(int node, int depth) {}

  private void walk(ModelPackage file) throws Problem {
    boolean[] seen = new boolean[nodes.size()];
    Deque<Reached> open = new ArrayDeque<>();
    open.push(new Reached(0, 0));
    while (!open.isEmpty()) {
      Reached at = open.pop();
      if (seen[at.node] || at.depth > DEEPEST) {
        throw file.broken("a tree has a cycle or more than " + DEEPEST + " levels");
      }
      seen[at.node] = true;
      if (!leaf(at.node)) {
        open.push(new Reached(left(at.node), at.depth + 1));
        open.push(new Reached(right(at.node), at.depth + 1));
      }
    }
  }

  @Override
  public boolean leaf(int node) {
    return nodes.get(node).getNodeBehavior() == TreeNode.TreeNodeBehavior.LeafNode;
  }

  @Override
  public int feature(int node) {
    return (int) nodes.get(node).getBranchFeatureIndex();
  }

  /** At most this is on the left: below a number is at most the largest one before it. */
  @Override
  public double threshold(int node) {
    double value = nodes.get(node).getBranchFeatureValue();
    return switch (nodes.get(node).getNodeBehavior()) {
      case BranchOnValueLessThan, BranchOnValueGreaterThanEqual -> Math.nextDown(value);
      default -> value;
    };
  }

  private boolean trueIsLeft(int node) {
    return switch (nodes.get(node).getNodeBehavior()) {
      case BranchOnValueLessThan, BranchOnValueLessThanEqual -> true;
      default -> false;
    };
  }

  @Override
  public int left(int node) {
    TreeNode at = nodes.get(node);
    return place(trueIsLeft(node) ? at.getTrueChildNodeId() : at.getFalseChildNodeId());
  }

  @Override
  public int right(int node) {
    TreeNode at = nodes.get(node);
    return place(trueIsLeft(node) ? at.getFalseChildNodeId() : at.getTrueChildNodeId());
  }

  private int place(long number) {
    return places.getOrDefault(number, -1);
  }

  @Override
  public double[] value(int node) {
    double[] row = new double[sums];
    for (EvaluationInfo info : nodes.get(node).getEvaluationInfoList()) {
      row[(int) info.getEvaluationIndex()] += info.getEvaluationValue();
    }
    return outputs.row(row);
  }
}
