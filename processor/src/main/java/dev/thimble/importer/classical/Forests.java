package dev.thimble.importer.classical;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.graph.ShapeException;
import java.util.ArrayList;
import java.util.List;

/** Trees and forests: means of what trees say, or sums of what boosted trees add. */
final class Forests {
  private Forests() {}

  /** Classes by the mean of their shares in the leaves. */
  static Graph classifier(Fields model) throws Problem {
    int classes = model.names("classes").size();
    if (classes < 1) {
      throw model.contradiction("classes is empty");
    }
    List<Fields> trees = model.objects("trees");
    List<SklearnTree> read = new ArrayList<>();
    for (Fields tree : trees) {
      read.add(SklearnTree.of(tree, classes, true, 1.0 / trees.size()));
    }
    TreesBuilder builder = new TreesBuilder(classes);
    read.forEach(builder::add);
    return graph(model, builder, read, new float[classes]);
  }

  /** The mean of the leaves. */
  static Graph regressor(Fields model) throws Problem {
    List<Fields> trees = model.objects("trees");
    int outputs = trees.get(0).matrix("value")[0].length;
    List<SklearnTree> read = new ArrayList<>();
    for (Fields tree : trees) {
      read.add(SklearnTree.of(tree, outputs, false, 1.0 / trees.size()));
    }
    TreesBuilder builder = new TreesBuilder(outputs);
    read.forEach(builder::add);
    return graph(model, builder, read, new float[outputs]);
  }

  /** A start and what each tree adds; two classes share one sum, which is the second one's. */
  static Graph boosted(Fields model) throws Problem {
    double[] init = model.numbers("init");
    int classes = model.has("classes") ? model.names("classes").size() : 1;
    int sums = classes == 2 ? 1 : classes;
    if (init.length != sums || sums < 1) {
      throw model.contradiction("init has " + init.length + " numbers for " + classes + " classes");
    }
    List<Fields> trees = model.objects("trees");
    if (trees.size() % sums != 0) {
      throw model.contradiction(trees.size() + " trees are no whole stages of " + sums);
    }
    double rate = model.number("learning_rate").orElse(1.0);
    int outputs = classes;
    TreesBuilder builder = new TreesBuilder(outputs);
    List<SklearnTree> read = new ArrayList<>();
    for (int i = 0; i < trees.size(); i++) {
      SklearnTree tree = SklearnTree.of(trees.get(i), 1, false, rate);
      read.add(tree);
      builder.add(new Placed(tree, outputs - sums + i % sums, outputs));
    }
    float[] base = new float[outputs];
    for (int c = 0; c < sums; c++) {
      base[outputs - sums + c] = (float) init[c];
    }
    return graph(model, builder, read, base);
  }

  private static Graph graph(
      Fields model, TreesBuilder builder, List<SklearnTree> trees, float[] base) throws Problem {
    int needed = 1 + Math.max(0, trees.stream().mapToInt(SklearnTree::lastFeature).max().orElse(0));
    int features = model.integer("n_features_in").orElse(needed);
    if (features < needed) {
      throw model.contradiction(
          "n_features_in is " + features + ", but a split asks for feature " + (needed - 1));
    }
    try {
      return builder.graph(features, base);
    } catch (ShapeException | IllegalArgumentException e) {
      throw model.contradiction(String.valueOf(e.getMessage()));
    }
  }

  /** A tree that adds to one of several sums. */
  private record Placed(SklearnTree tree, int at, int outputs) implements TreesBuilder.Tree {
    @Override
    public boolean leaf(int node) {
      return tree.leaf(node);
    }

    @Override
    public int feature(int node) {
      return tree.feature(node);
    }

    @Override
    public double threshold(int node) {
      return tree.threshold(node);
    }

    @Override
    public int left(int node) {
      return tree.left(node);
    }

    @Override
    public int right(int node) {
      return tree.right(node);
    }

    @Override
    public double[] value(int node) {
      double[] row = new double[outputs];
      row[at] = tree.value(node)[0];
      return row;
    }
  }
}
