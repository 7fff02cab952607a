package dev.thimble.importer.classical;

import dev.thimble.diagnostic.ClassicalMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Metric;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Unary;

/** Support vector machines: what the kernel gives for each support vector, weighted and added. */
public final class Machines {
  /** A vote for each pair of so many classes is more than a chip holds. */
  private static final int MOST_CLASSES = 128;

  private Machines() {}

  /** A kernel's numbers. */
  public record Kernel(String name, double gamma, double coef0, int degree) {}

  /** One sum for each pair of classes, each a vote; two classes have one pair. */
  static void classifier(Fields model, ClassicalGraph graph) throws Problem, ShapeException {
    double[][] vectors = model.matrix("sv");
    double[][] dual = model.matrix("dual_coef");
    int[] counts = model.integers("n_support");
    double[] intercept = model.numbers("intercept");
    int classes = counts.length;
    if (dual.length != Math.max(1, classes - 1)
        || dual[0].length != vectors.length
        || java.util.Arrays.stream(counts).sum() != vectors.length
        || intercept.length != classes * (classes - 1) / 2
        || classes < 2) {
      throw model.contradiction("sv, dual_coef, n_support and intercept differ in size");
    }
    kernel(kernel(model), vectors, graph);
    votes(graph, dual, counts, intercept, classes == 2);
  }

  /**
   * The sums of all pairs, and their votes.
   *
   * @param turned whether a positive sum of the one pair is for the second class: scikit-learn
   *     turns the signs round where there are two
   */
  public static void votes(
      ClassicalGraph graph, double[][] dual, int[] counts, double[] intercept, boolean turned)
      throws ShapeException {
    int classes = counts.length;
    if (classes > MOST_CLASSES) {
      throw new ShapeException("expected at most " + MOST_CLASSES + " classes, got " + classes);
    }
    int[] first = new int[classes + 1];
    for (int c = 0; c < classes; c++) {
      first[c + 1] = first[c] + counts[c];
    }
    double[][] rows = new double[intercept.length][first[classes]];
    TreesBuilder votes = new TreesBuilder(classes);
    int pair = 0;
    for (int i = 0; i < classes; i++) {
      for (int j = i + 1; j < classes; j++, pair++) {
        System.arraycopy(dual[j - 1], first[i], rows[pair], first[i], counts[i]);
        System.arraycopy(dual[i], first[j], rows[pair], first[j], counts[j]);
        double[] above = new double[classes];
        double[] below = new double[classes];
        above[turned ? j : i] = 1;
        below[turned ? i : j] = 1;
        votes.add(TreesBuilder.stump(pair, 0, below, above));
      }
    }
    graph.affine(rows, intercept).trees(votes, new double[classes]);
  }

  /** The sum itself. */
  static void regressor(Fields model, ClassicalGraph graph) throws Problem, ShapeException {
    kernel(kernel(model), model.matrix("sv"), graph);
    graph.affine(model.rows("dual_coef"), model.list("intercept"));
  }

  /** Class 1 for what lies outside. */
  static void oneClass(Fields model, ClassicalGraph graph) throws Problem, ShapeException {
    kernel(kernel(model), model.matrix("sv"), graph);
    double[][] rows = model.rows("dual_coef");
    double[] bias = model.list("intercept");
    for (int k = 0; k < rows[0].length; k++) {
      rows[0][k] = -rows[0][k];
    }
    graph.affine(rows, new double[] {-bias[0]}).above(0);
  }

  private static Kernel kernel(Fields model) throws Problem {
    return new Kernel(
        model.has("kernel") ? model.text("kernel") : "rbf",
        model.number("gamma").orElse(1.0),
        model.number("coef0").orElse(0.0),
        model.integer("degree").orElse(3));
  }

  /** What the kernel gives for each vector. */
  public static void kernel(Kernel kernel, double[][] vectors, ClassicalGraph graph)
      throws ShapeException, Problem {
    switch (kernel.name) {
      case "linear" -> graph.affine(vectors, new double[vectors.length]);
      case "rbf" -> radial(kernel, vectors, graph);
      case "poly" -> {
        graph.affine(scaled(vectors, kernel.gamma), filled(vectors.length, kernel.coef0));
        power(graph, kernel.degree);
      }
      case "sigmoid" ->
          graph
              .affine(scaled(vectors, kernel.gamma), filled(vectors.length, kernel.coef0))
              .function(Unary.Kind.TANH);
      default ->
          throw new Problem(
              ClassicalMessage.TM3603_BAD_MEMBER,
              "the model",
              "kernel",
              "linear, poly, rbf or sigmoid",
              kernel.name);
    }
  }

  private static void radial(Kernel kernel, double[][] vectors, ClassicalGraph graph)
      throws ShapeException {
    double[] weights = filled(vectors[0].length, Math.sqrt(kernel.gamma));
    graph
        .distances(vectors, Metric.EUCLIDEAN, new double[][] {weights}, new double[0])
        .function(Unary.Kind.EXP_MINUS);
  }

  /** A whole power by squares and products. */
  private static void power(ClassicalGraph graph, int degree) throws ShapeException {
    if (degree < 1) {
      throw new ShapeException("expected a degree of at least 1, got " + degree);
    }
    String base = graph.current();
    int bit = Integer.highestOneBit(degree) >> 1;
    while (bit > 0) {
      graph.function(Unary.Kind.SQUARE);
      if ((degree & bit) != 0) {
        graph.with(Binary.Kind.MUL, base);
      }
      bit >>= 1;
    }
  }

  private static double[][] scaled(double[][] rows, double factor) {
    double[][] scaled = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      scaled[i] = java.util.Arrays.stream(rows[i]).map(v -> v * factor).toArray();
    }
    return scaled;
  }

  private static double[] filled(int size, double value) {
    double[] filled = new double[size];
    java.util.Arrays.fill(filled, value);
    return filled;
  }
}
