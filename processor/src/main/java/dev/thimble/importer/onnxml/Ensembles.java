package dev.thimble.importer.onnxml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ShapeException;
import dev.thimble.importer.classical.ClassicalGraph;
import dev.thimble.importer.classical.TreesBuilder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tree ensembles of {@code ai.onnx.ml}: lists with an entry for each node, and for each leaf. */
final class Ensembles {
  private static final int DEEPEST = 512;

  private final MlNode node;
  private final boolean classes;
  private final int outputs;
  private final boolean binary;

  Ensembles(MlNode node) {
    this.node = node;
    this.classes = node.kind().equals("TreeEnsembleClassifier");
    int labels =
        Math.max(
            node.integers("classlabels_int64s").length, node.texts("classlabels_strings").size());
    this.outputs = classes ? labels : (int) node.integer("n_targets", 1);
    // Two classes may have one sum, which is the second one's.
    long ids = Arrays.stream(node.integers("class_ids")).distinct().count();
    this.binary = classes && labels == 2 && ids < 2;
  }

  /** A node by its place in the lists. */
  private record Tree(
      int root,
      Map<Integer, Integer> places,
      MlNode node,
      int[] lefts,
      int[] rights,
      int[] features,
      double[] limits,
      List<String> modes,
      Map<Integer, double[]> values,
      int outputs)
      implements TreesBuilder.Tree {
    private int place(int at) {
      return at == 0 ? root : at - 1;
    }

    @Override
    public boolean leaf(int at) {
      return modes.get(place(at)).equals("LEAF");
    }

    @Override
    public int feature(int at) {
      return features[place(at)];
    }

    @Override
    public double threshold(int at) {
      float limit = (float) limits[place(at)];
      // What is less than a float is at most the float before it.
      boolean strict =
          modes.get(place(at)).equals("BRANCH_LT") || modes.get(place(at)).equals("BRANCH_GTE");
      return strict ? Math.nextDown(limit) : limit;
    }

    private boolean turned(int at) {
      return modes.get(place(at)).startsWith("BRANCH_GT");
    }

    @Override
    public int left(int at) {
      return 1 + child(turned(at) ? rights : lefts, at);
    }

    @Override
    public int right(int at) {
      return 1 + child(turned(at) ? lefts : rights, at);
    }

    private int child(int[] children, int at) {
      return places.getOrDefault(children[place(at)], root);
    }

    @Override
    public double[] value(int at) {
      return values.getOrDefault(place(at), new double[outputs]).clone();
    }
  }

  /** What the node gives for features. */
  Form form(ClassicalGraph made, Sums x) throws Problem, ShapeException {
    String unit = classes ? "class" : "target";
    int[] trees = node.integers("nodes_treeids");
    int[] ids = node.integers("nodes_nodeids");
    int[] features = node.integers("nodes_featureids");
    int[] lefts = node.integers("nodes_truenodeids");
    int[] rights = node.integers("nodes_falsenodeids");
    double[] limits = node.numbers("nodes_values");
    List<String> modes = node.texts("nodes_modes");
    int count = trees.length;
    boolean equal =
        ids.length == count
            && features.length == count
            && lefts.length == count
            && rights.length == count
            && limits.length == count
            && modes.size() == count;
    if (!equal || count == 0 || outputs < 1) {
      throw node.broken("its lists of nodes differ in length, or it names no classes");
    }
    Map<Integer, Map<Integer, Integer>> places = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      places.computeIfAbsent(trees[i], t -> new LinkedHashMap<>()).put(ids[i], i);
    }
    Map<Integer, double[]> values = values(unit, places);
    boolean mean = node.text("aggregate_function", "SUM").equals("AVERAGE");
    List<Tree> read = new ArrayList<>();
    List<List<Integer>> leaves = new ArrayList<>();
    for (Map<Integer, Integer> own : places.values()) {
      int root = own.values().iterator().next();
      Tree tree =
          new Tree(root, own, node, lefts, rights, features, limits, modes, values, outputs);
      leaves.add(check(tree, x.rows()));
      read.add(tree);
    }
    double[] base = base(mean, values, places.size());
    if (!classes && outputs == 1 && read.size() == 1) {
      // Isolation forests compute with single trees' leaves.
      Map<Integer, Double> numbers = new LinkedHashMap<>();
      leaves.get(0).forEach(at -> numbers.put(at, read.get(0).value(at)[0] + base[0]));
      return new Leaves(x, read.get(0), numbers);
    }
    new Making(made, node).features(x);
    TreesBuilder builder = new TreesBuilder(outputs);
    read.forEach(builder::add);
    made.trees(builder, base);
    Sums scores = Sums.identity(made.current(), made.size());
    return classes ? new Form.Label(scores, false) : scores;
  }

  private double[] base(boolean mean, Map<Integer, double[]> values, int trees) throws Problem {
    double[] given = node.numbers("base_values");
    double[] base = new double[outputs];
    if (binary) {
      // One sum: the second class is meant where it is above a half of a share, or above 0.
      double half = node.text("post_transform", "NONE").equals("NONE") ? 0.5 : 0;
      base[0] = half;
      base[1] = given.length > 0 ? given[given.length - 1] : 0;
    } else {
      System.arraycopy(given, 0, base, 0, Math.min(given.length, outputs));
    }
    String function = node.text("aggregate_function", "SUM");
    if (!mean && !function.equals("SUM")) {
      throw node.unsupported("Trees are added up or averaged, not by " + function + ".");
    }
    if (mean) {
      values.values().forEach(row -> Arrays.setAll(row, c -> row[c] / trees));
    }
    return base;
  }

  private Map<Integer, double[]> values(String unit, Map<Integer, Map<Integer, Integer>> places)
      throws Problem {
    int[] trees = node.integers(unit + "_treeids");
    int[] ids = node.integers(unit + "_nodeids");
    int[] outs = node.integers(unit + "_ids");
    double[] weights = node.numbers(unit + "_weights");
    if (ids.length != trees.length
        || outs.length != trees.length
        || weights.length != trees.length) {
      throw node.broken("its lists of leaves differ in length");
    }
    if ((long) trees.length * outputs > 1 << 24) {
      throw node.unsupported("So many leaves and classes fit no chip.");
    }
    Map<Integer, double[]> values = new LinkedHashMap<>();
    for (int i = 0; i < trees.length; i++) {
      Integer place = places.getOrDefault(trees[i], Map.of()).get(ids[i]);
      int out = binary ? 1 : outs[i];
      if (place == null || out < 0 || out >= outputs) {
        throw node.broken("a leaf of tree " + trees[i] + " is none of its nodes");
      }
      values.computeIfAbsent(place, p -> new double[outputs])[out] += weights[i];
    }
    return values;
  }

  /** Each node that is reached has one way to it; returns the leaves. */
  private List<Integer> check(Tree tree, int features) throws Problem {
    List<Integer> leaves = new ArrayList<>();
    boolean[] seen = new boolean[tree.modes.size() + 1];
    Deque<int[]> open = new ArrayDeque<>(List.of(new int[] {0, 0}));
    List<String> known =
        new ArrayList<>(List.of("LEAF", "BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT"));
    while (!open.isEmpty()) {
      int[] at = open.pop();
      int place = tree.place(at[0]);
      if (seen[place] || at[1] > DEEPEST) {
        throw node.broken("node " + place + " is reached twice, or the tree is too deep");
      }
      seen[place] = true;
      if (!known.contains(tree.modes.get(place))) {
        throw node.unsupported("Splits are read that compare, not " + tree.modes.get(place) + ".");
      }
      if (tree.leaf(at[0])) {
        leaves.add(at[0]);
        continue;
      }
      if (tree.features[place] < 0 || tree.features[place] >= features) {
        throw node.broken("a split asks for feature " + tree.features[place]);
      }
      open.push(new int[] {tree.left(at[0]), at[1] + 1});
      open.push(new int[] {tree.right(at[0]), at[1] + 1});
    }
    return leaves;
  }
}
