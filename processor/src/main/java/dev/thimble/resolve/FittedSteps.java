package dev.thimble.resolve;

import dev.thimble.diagnostic.ShapeMessage;
import dev.thimble.fit.CondensedFit;
import dev.thimble.fit.LinearFit;
import dev.thimble.fit.LogisticFit;
import dev.thimble.fit.Norm;
import dev.thimble.fit.PcaFit;
import dev.thimble.fit.Points;
import dev.thimble.fit.TreeFit;
import dev.thimble.graph.Activation;
import dev.thimble.graph.AffineMap;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Distances;
import dev.thimble.graph.L2Normalization;
import dev.thimble.graph.Neighbours;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.importer.classical.TreesBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Steps whose parameters are learnt while compiling, from a file of samples. */
final class FittedSteps {
  private FittedSteps() {}

  /** {@code @Scaler}. */
  static Flow scaler(StepContext step) throws ShapeException, StepFailure {
    Fitting fitting = Fitting.of(step);
    double[][] standard =
        fitting.learnt("scaler", new double[0], () -> Points.standard(fitting.points()));
    int size = standard[0].length;
    Shape shape = step.input().shape();
    double[] factors = Arrays.stream(standard[1]).map(d -> 1 / d).toArray();
    double[] shifts =
        IntStream.range(0, size).mapToDouble(k -> -standard[0][k] * factors[k]).toArray();
    String factor = step.constant("factors", shape, Optional.of(floats(factors)));
    String shift = step.constant("shifts", shape, Optional.of(floats(shifts)));
    Flow scaled =
        step.node(
            step.fresh("scaled"),
            new Binary(Binary.Kind.MUL, Activation.NONE),
            List.of(step.input().value(), factor));
    return step.node(
        step.name(), new Binary(Binary.Kind.ADD, Activation.NONE), List.of(scaled.value(), shift));
  }

  /** {@code @Pca}. */
  static Flow pca(StepContext step) throws ShapeException, StepFailure {
    Flow row = step.flat();
    int count = step.values().integer("components").orElse(1L).intValue();
    int size = row.shape().size();
    if (count > size) {
      throw new ShapeException(
          "expected at least " + count + " features for as many components, got " + row.shape());
    }
    Fitting fitting = Fitting.of(step);
    double[][] learnt =
        fitting.learnt("pca " + count, new double[0], () -> components(fitting, count));
    double[] mean = learnt[count];
    double[][] rows = Arrays.copyOf(learnt, count);
    double[] bias = new double[count];
    for (int c = 0; c < count; c++) {
      for (int k = 0; k < size; k++) {
        bias[c] -= rows[c][k] * mean[k];
      }
    }
    return affine(step, row, rows, bias);
  }

  /** The directions, and the mean behind them. */
  private static double[][] components(Fitting fitting, int count) {
    PcaFit.Components fit = PcaFit.fit(fitting.points(), count);
    double[][] all = Arrays.copyOf(fit.rows(), count + 1);
    all[count] = fit.mean();
    return all;
  }

  private static Flow affine(StepContext step, Flow row, double[][] weights, double[] bias)
      throws ShapeException, StepFailure {
    String w = matrix(step, "weights", weights);
    String b = step.constant("bias", Shape.of(bias.length), Optional.of(floats(bias)));
    return step.node(step.name(), new AffineMap(), List.of(row.value(), w, b));
  }

  private static String matrix(StepContext step, String role, double[][] rows) {
    float[] data = new float[rows.length * rows[0].length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) rows[i / rows[0].length][i % rows[0].length];
    }
    return step.constant(role, Shape.of(rows.length, rows[0].length), Optional.of(data));
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** What arrives, in one row, as the step measures it. */
  static Flow measured(StepContext step) throws ShapeException, StepFailure {
    Flow row = step.flat();
    return Fitting.cosine(step.values())
        ? step.node(step.fresh("unit"), new L2Normalization(), List.of(row.value()))
        : row;
  }

  /** Distances to points. */
  static Flow distances(StepContext step, Flow row, double[][] points)
      throws ShapeException, StepFailure {
    Operator operator = new Distances(Fitting.metric(step.values()));
    return step.node(step.name(), operator, List.of(row.value(), matrix(step, "centres", points)));
  }

  /** {@code @NearestCentroid}. */
  static Flow centroids(StepContext step) throws ShapeException, StepFailure {
    Flow row = measured(step);
    Fitting fitting = Fitting.of(step);
    int[] labels = fitting.labels();
    String what = "centroids " + fitting.measure();
    return distances(step, row, fitting.learnt(what, labels, () -> centres(fitting, labels)));
  }

  private static double[][] centres(Fitting fitting, int[] labels) {
    double[][] points = fitting.measured();
    double[][] centres = new double[Fitting.classes(labels)][];
    for (int c = 0; c < centres.length; c++) {
      int label = c;
      centres[c] =
          Points.centre(
              Fitting.norm(fitting.step().values()),
              IntStream.range(0, labels.length)
                  .filter(i -> labels[i] == label)
                  .mapToObj(i -> points[i])
                  .toArray(double[][]::new));
    }
    return centres;
  }

  /** {@code @KNearest}. */
  static Flow neighbours(StepContext step) throws ShapeException, StepFailure {
    Flow row = measured(step);
    Fitting fitting = Fitting.of(step);
    int[] labels = fitting.labels();
    double[][] points = fitting.measured();
    int k = step.values().integer("k").orElse(1L).intValue();
    boolean condense = step.values().flag("condense").orElse(false);
    int[] kept =
        condense ? condensed(fitting, labels, k) : IntStream.range(0, labels.length).toArray();
    double[][] some = Arrays.stream(kept).mapToObj(i -> points[i]).toArray(double[][]::new);
    double[][] votes = new double[kept.length][Fitting.classes(labels)];
    for (int i = 0; i < votes.length; i++) {
      votes[i][labels[kept[i]]] = 1;
    }
    return step.node(
        step.name(),
        new Neighbours(k, Fitting.metric(step.values())),
        List.of(row.value(), matrix(step, "samples", some), matrix(step, "votes", votes)));
  }

  /** Which samples are enough. */
  private static int[] condensed(Fitting fitting, int[] labels, int least) {
    Norm norm = Fitting.norm(fitting.step().values());
    double[][] kept =
        fitting.learnt(
            "condensed " + fitting.measure() + " " + least,
            labels,
            () -> {
              List<Integer> some = CondensedFit.fit(norm, fitting.measured(), labels, least);
              return new double[][] {some.stream().mapToDouble(i -> i).toArray()};
            });
    return Arrays.stream(kept[0]).mapToInt(i -> (int) i).toArray();
  }

  /** {@code @Linear}. */
  static Flow linear(StepContext step) throws ShapeException, StepFailure {
    Flow row = step.flat();
    Fitting fitting = Fitting.of(step);
    double[] targets = fitting.targets();
    double[][] line =
        fitting.learnt(
            "linear",
            targets,
            () -> {
              LinearFit.Line fit = LinearFit.fit(fitting.points(), targets);
              return new double[][] {fit.weights(), {fit.bias()}};
            });
    return affine(step, row, new double[][] {line[0]}, line[1]);
  }

  /** {@code @Logistic}. */
  static Flow logistic(StepContext step) throws ShapeException, StepFailure {
    Flow row = step.flat();
    Fitting fitting = Fitting.of(step);
    int[] labels = fitting.labels();
    double c = step.values().number("c").orElse(1.0);
    double[][] fit =
        fitting.learnt(
            "logistic " + c,
            labels,
            () -> LogisticFit.fit(fitting.points(), labels, Fitting.classes(labels), c));
    int features = row.shape().size();
    List<double[]> rows = new ArrayList<>();
    List<Double> bias = new ArrayList<>();
    if (fit.length == 1) {
      rows.add(new double[features]);
      bias.add(0.0);
    }
    for (double[] each : fit) {
      rows.add(Arrays.copyOf(each, features));
      bias.add(each[features]);
    }
    double[] biases = bias.stream().mapToDouble(b -> b).toArray();
    return affine(step, row, rows.toArray(new double[0][]), biases);
  }

  /** {@code @Forest}. */
  static Flow forest(StepContext step) throws ShapeException, StepFailure {
    Flow row = step.flat();
    Fitting fitting = Fitting.of(step);
    int[] labels = fitting.labels();
    int classes = Fitting.classes(labels);
    int trees = step.values().integer("trees").orElse(1L).intValue();
    int depth = step.values().integer("depth").orElse(6L).intValue();
    long seed = step.values().integer("seed").orElse(1L);
    double[][] points = fitting.points();
    double[][] nodes =
        fitting.learnt(
            "forest " + trees + " " + depth + " " + seed,
            labels,
            () ->
                TreeFit.rows(
                    trees == 1
                        ? List.of(TreeFit.tree(points, labels, classes, depth))
                        : TreeFit.forest(points, labels, classes, depth, trees, seed)));
    List<List<TreeFit.Node>> forest = TreeFit.forest(nodes);
    TreesBuilder builder = new TreesBuilder(classes);
    forest.forEach(tree -> builder.add(new Grown(tree, trees)));
    return trees(step, row, builder, new double[classes]);
  }

  /** Trees behind a value. */
  static Flow trees(StepContext step, Flow row, TreesBuilder trees, double[] base)
      throws ShapeException, StepFailure {
    float[] thresholds = trees.thresholds();
    float[] rows = trees.rows();
    String t = step.constant("thresholds", Shape.of(thresholds.length), Optional.of(thresholds));
    String r =
        step.constant("rows", Shape.of(rows.length / base.length, base.length), Optional.of(rows));
    String b = step.constant("base", Shape.of(base.length), Optional.of(floats(base)));
    return step.node(step.name(), trees.trees(), List.of(row.value(), t, r, b));
  }

  /** A tree of {@link TreeFit}; one of so many. */
  private record Grown(List<TreeFit.Node> nodes, int trees) implements TreesBuilder.Tree {
    @Override
    public boolean leaf(int node) {
      return nodes.get(node).left() < 0;
    }

    @Override
    public int feature(int node) {
      return nodes.get(node).feature();
    }

    @Override
    public double threshold(int node) {
      return nodes.get(node).threshold();
    }

    @Override
    public int left(int node) {
      return nodes.get(node).left();
    }

    @Override
    public int right(int node) {
      return nodes.get(node).right();
    }

    @Override
    public double[] value(int node) {
      return Arrays.stream(nodes.get(node).shares()).map(s -> s / trees).toArray();
    }
  }

  /** Reports that there are fewer different samples than wanted. */
  static StepFailure tooFew(StepContext step, String member, int wanted, int distinct) {
    step.report(
        step.values().placeOf(member),
        ShapeMessage.TM1218_TOO_FEW_SAMPLES,
        wanted,
        step.values().text("fit").orElse(""),
        distinct,
        distinct);
    return new StepFailure();
  }
}
