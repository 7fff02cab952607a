package dev.thimble.importer.classical;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ShapeException;
import java.util.List;

/** Trees and forests: means of what trees say, or sums of what boosted trees add. */
final class Forests {
  private Forests() {}

  /** Classes by the mean of their shares in the leaves. */
  static void classifier(Fields model, ClassicalGraph graph) throws Problem, ShapeException {
    int classes = model.names("classes").size();
    if (classes < 1) {
      throw model.contradiction("classes is empty");
    }
    List<Fields> trees = model.objects("trees");
    TreesBuilder builder = new TreesBuilder(classes);
    for (Fields tree : trees) {
      builder.add(SklearnTree.of(tree, classes, true, 1.0 / trees.size()));
    }
    graph.trees(builder, new double[classes]);
  }

  /** The mean of the leaves. */
  static void regressor(Fields model, ClassicalGraph graph) throws Problem, ShapeException {
    List<Fields> trees = model.objects("trees");
    int outputs = trees.get(0).matrix("value")[0].length;
    TreesBuilder builder = new TreesBuilder(outputs);
    for (Fields tree : trees) {
      builder.add(SklearnTree.of(tree, outputs, false, 1.0 / trees.size()));
    }
    graph.trees(builder, new double[outputs]);
  }

  /** A start and what each tree adds; two classes share one sum, which is the second one's. */
  static void boosted(Fields model, ClassicalGraph graph) throws Problem, ShapeException {
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
    for (int i = 0; i < trees.size(); i++) {
      SklearnTree tree = SklearnTree.of(trees.get(i), 1, false, rate);
      builder.add(new Placed(tree, outputs - sums + i % sums, outputs));
    }
    double[] base = new double[outputs];
    System.arraycopy(init, 0, base, outputs - sums, sums);
    graph.trees(builder, base);
  }

  /** The features that trees ask for. */
  static int features(Fields model) throws Problem {
    int last = 0;
    for (Fields tree : model.objects("trees")) {
      for (int feature : tree.integers("feature")) {
        last = Math.max(last, feature);
      }
    }
    return last + 1;
  }

  /** A tree that adds to one of several sums. */
  private record Placed(SklearnTree tree, int at, int outputs) implements SameSplits {
    @Override
    public double[] value(int node) {
      double[] row = new double[outputs];
      row[at] = tree.value(node)[0];
      return row;
    }
  }
}
