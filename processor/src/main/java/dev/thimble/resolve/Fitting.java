package dev.thimble.resolve;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.diagnostic.Message;
import dev.thimble.diagnostic.ShapeMessage;
import dev.thimble.diagnostic.Suggestions;
import dev.thimble.fit.Norm;
import dev.thimble.fit.Points;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Metric;
import dev.thimble.graph.Node;
import dev.thimble.graph.Normalise;
import dev.thimble.graph.Value;
import dev.thimble.importer.Array;
import dev.thimble.importer.TensorFile;
import dev.thimble.quantize.FloatEvaluator;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a step learns from: the samples of its file as they arrive at the step, and their labels.
 *
 * @param step the step
 * @param file the file that its member {@code fit} names
 * @param array the array that was taken
 * @param points as they arrive
 */
record Fitting(StepContext step, TensorFile file, Array array, double[][] points) {
  private static final String MEMBER = "fit";

  /** Reads and checks the samples; {@code unit} brings each to length 1. */
  static Fitting of(StepContext step) throws StepFailure {
    return of(step, step.values(), step.sources().get(0), step.input().value());
  }

  /**
   * The same for another step than the one that is resolved.
   *
   * @param values its annotation
   * @param source the step that feeds it
   * @param arriving the value that arrives there
   */
  static Fitting of(StepContext step, AnnotationValues values, String source, String arriving)
      throws StepFailure {
    TensorFile file = step.model().sources().tensors(values, MEMBER).orElseThrow(StepFailure::new);
    String name = values.text(MEMBER).orElse("");
    Optional<Exact> exact = Exact.of(step, file, source, arriving);
    Optional<Array> own = exact.map(Exact::array).or(() -> file.find(source));
    Optional<Array> found = own.or(() -> file.find("x"));
    if (found.isEmpty()) {
      throw failed(
          step,
          values,
          ShapeMessage.TM1214_NO_SAMPLES,
          name,
          "x",
          Suggestions.some(file.names(), 12),
          "x",
          "");
    }
    Array array = found.get();
    Value there = step.graph().find(arriving);
    Optional<Graph> way = own.isPresent() ? Optional.empty() : way(step, arriving, array);
    int size = way.map(g -> g.value(g.inputs().get(0))).orElse(there).shape().size();
    float[] data = checked(step, values, array, size, there);
    double[][] points = new double[array.extents().get(0)][];
    for (int i = 0; i < points.length; i++) {
      float[] x = Arrays.copyOfRange(data, i * size, (i + 1) * size);
      float[] row =
          way.isPresent() ? through(way.get(), x) : exact.map(e -> e.through(x)).orElse(x);
      points[i] = new double[row.length];
      for (int k = 0; k < row.length; k++) {
        points[i][k] = row[k];
      }
    }
    return new Fitting(step, file, array, points);
  }

  /** Figures of a signal that are normalised before they arrive. */
  private record Exact(Array array, Normalise normalise) {
    static Optional<Exact> of(StepContext step, TensorFile file, String source, String arriving) {
      Optional<Node> node = step.graph().build().producer(arriving);
      if (file.find(source).isPresent()
          || node.isEmpty()
          || !(node.get().operator() instanceof Normalise normalise)) {
        return Optional.empty();
      }
      return file.find(node.get().inputs().get(0)).map(array -> new Exact(array, normalise));
    }

    /** The rule of {@link Normalise}, in deviations. */
    float[] through(float[] figures) {
      float[] out = new float[figures.length];
      for (int i = 0; i < out.length; i++) {
        Normalise.Feature f = normalise.features().get(i % normalise.features().size());
        long centred = (Math.round((double) figures[i]) - f.centre()) >> f.preShift();
        centred = Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, centred));
        long scaled = (centred * f.multiplier() + (1L << (f.shift() - 1))) >> f.shift();
        scaled = Math.max(Byte.MIN_VALUE, Math.min(Byte.MAX_VALUE, scaled));
        out[i] = (float) (scaled * Normalise.STEP);
      }
      return out;
    }
  }

  private static float[] checked(
      StepContext step, AnnotationValues values, Array array, int size, Value there)
      throws StepFailure {
    String name = values.text(MEMBER).orElse("");
    List<Integer> extents = array.extents();
    if (extents.size() < 2 || extents.get(0) < 1 || (long) extents.get(0) * size != array.size()) {
      throw failed(
          step,
          values,
          ShapeMessage.TM1215_SAMPLE_SHAPE,
          array.name(),
          name,
          array.shape(),
          "samples x " + there.shape() + DataChecks.A_ROW);
    }
    float[] data = array.floats();
    int bad = Numbers.firstNotFinite(data);
    if (bad >= 0) {
      throw failed(
          step,
          values,
          ShapeMessage.TM1217_SAMPLE_NOT_FINITE,
          array.name(),
          name,
          data[bad],
          Numbers.index(bad, extents));
    }
    return data;
  }

  /** The steps from the model's only input to here, if they are reals and the samples fit it. */
  private static Optional<Graph> way(StepContext step, String arriving, Array array) {
    Graph graph = new Graph.Builder(step.graph().build()).output(arriving).build();
    if (graph.inputs().size() != 1 || graph.inputs().get(0).equals(arriving)) {
      return Optional.empty();
    }
    boolean reals =
        graph.values().values().stream().allMatch(v -> v.element() == ElementType.FLOAT32)
            && graph.nodes().stream()
                .flatMap(n -> n.inputs().stream())
                .allMatch(in -> in.isEmpty() || known(graph, in));
    int size = graph.value(graph.inputs().get(0)).shape().size();
    boolean fits =
        !array.extents().isEmpty()
            && array.extents().get(0) > 0
            && array.size() == (long) array.extents().get(0) * size;
    return reals && fits ? Optional.of(graph) : Optional.empty();
  }

  private static boolean known(Graph graph, String value) {
    return graph.value(value).isConstant()
        || graph.inputs().contains(value)
        || graph.producer(value).isPresent();
  }

  private static float[] through(Graph way, float[] x) {
    Map<String, float[]> values = new FloatEvaluator(way).evaluate(List.of(x));
    return values.getOrDefault(way.outputs().get(way.outputs().size() - 1), x);
  }

  /** Reports a fault on the file's name. */
  StepFailure failed(Message message, Object... arguments) {
    return failed(step, step.values(), message, arguments);
  }

  private static StepFailure failed(
      StepContext step, AnnotationValues values, Message message, Object... arguments) {
    step.report(values.placeOf(MEMBER), message, arguments);
    return new StepFailure();
  }

  /** The name of the file. */
  String fileName() {
    return step.values().text(MEMBER).orElse("");
  }

  /**
   * What is learnt from the points, or was before.
   *
   * @param what the method and its parameters
   * @param targets what else it learns from
   */
  double[][] learnt(String what, double[] targets, Supplier<double[][]> learn) {
    return step.model().cache().rows(what, points, targets, learn);
  }

  /** The same from labels. */
  double[][] learnt(String what, int[] labels, Supplier<double[][]> learn) {
    return learnt(what, Arrays.stream(labels).asDoubleStream().toArray(), learn);
  }

  /** How the step measures, in words. */
  String measure() {
    return step.values().text("distance").orElse("EUCLIDEAN");
  }

  /** What y says of each sample. */
  double[] targets() throws StepFailure {
    Optional<Array> y = file.find("y");
    if (y.isEmpty()) {
      throw failed(
          ShapeMessage.TM1214_NO_SAMPLES,
          fileName(),
          "y",
          Suggestions.some(file.names(), 12),
          "y",
          ", x=...");
    }
    float[] data = y.get().floats();
    if (data.length != points.length) {
      throw failed(
          ShapeMessage.TM1215_SAMPLE_SHAPE,
          "y",
          fileName(),
          y.get().shape(),
          points.length + ": one for each sample");
    }
    double[] targets = new double[data.length];
    for (int i = 0; i < targets.length; i++) {
      if (!Float.isFinite(data[i])) {
        throw failed(
            ShapeMessage.TM1217_SAMPLE_NOT_FINITE, "y", fileName(), data[i], "[" + i + "]");
      }
      targets[i] = data[i];
    }
    return targets;
  }

  /** Classes from 0 on, at least two of them, each with a sample. */
  int[] labels() throws StepFailure {
    double[] targets = targets();
    int classes = 1 + (int) Math.min(1 << 10, Arrays.stream(targets).max().orElse(0));
    boolean[] seen = new boolean[Math.max(1, classes)];
    int[] labels = new int[targets.length];
    for (int i = 0; i < labels.length; i++) {
      boolean whole = targets[i] == Math.rint(targets[i]);
      if (!whole || targets[i] < 0 || targets[i] >= classes) {
        throw failed(
            ShapeMessage.TM1216_LABEL_VALUES, fileName(), targets[i], i, Math.max(0, classes - 1));
      }
      labels[i] = (int) targets[i];
      seen[labels[i]] = true;
    }
    for (int c = 0; c < Math.max(2, classes); c++) {
      if (c >= classes || !seen[c]) {
        throw failed(ShapeMessage.TM1231_CLASS_WITHOUT_SAMPLE, fileName(), c);
      }
    }
    return labels;
  }

  /** How many classes the labels name. */
  static int classes(int[] labels) {
    return 1 + Arrays.stream(labels).max().orElse(0);
  }

  /** The metric that the member {@code distance} names. */
  static Metric metric(AnnotationValues values) {
    return values.text("distance").orElse("EUCLIDEAN").equals("MANHATTAN")
        ? Metric.MANHATTAN
        : Metric.EUCLIDEAN;
  }

  /** The same for learning. */
  static Norm norm(AnnotationValues values) {
    return metric(values) == Metric.MANHATTAN ? Norm.MANHATTAN : Norm.EUCLIDEAN;
  }

  /** Whether angles count. */
  static boolean cosine(AnnotationValues values) {
    return values.text("distance").orElse("").equals("COSINE");
  }

  /** The points as the step measures them. */
  double[][] measured() {
    return cosine(step.values()) ? Points.unit(points) : points;
  }
}
