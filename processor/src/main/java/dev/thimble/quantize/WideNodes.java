package dev.thimble.quantize;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.AffineMap;
import dev.thimble.graph.ArgExtreme;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Range;
import dev.thimble.graph.Distances;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Excess;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Metric;
import dev.thimble.graph.Neighbours;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Trees;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Gives nodes whose results have more than eight bits their integer rules and constants. */
final class WideNodes {
  private final Graph real;
  private final Calibration calibration;
  private final Graph.Builder integer;
  private final BiFunction<Node, Integer, String> names;

  /** Where integers lie if not anywhere in their type. */
  private final Map<String, Integer> limits = new LinkedHashMap<>();

  /**
   * Rules of wide nodes.
   *
   * @param integer the graph that is made, with all that a node reads
   * @param names the name of a node's constant input
   */
  WideNodes(
      Graph real,
      Calibration calibration,
      Graph.Builder integer,
      BiFunction<Node, Integer, String> names) {
    this.real = real;
    this.calibration = calibration;
    this.integer = integer;
    this.names = names;
  }

  /** The node in integers, added to the graph. */
  Node add(Node node) throws Problem {
    Node done;
    if (node.operator() instanceof AffineMap map) {
      done = affine(node, map);
    } else if (node.operator() instanceof Distances distances) {
      done = distances(node, distances.metric());
    } else if (node.operator() instanceof Neighbours neighbours) {
      done = neighbours(node, neighbours.metric());
    } else if (node.operator() instanceof Trees trees) {
      done = trees(node, trees);
    } else if (node.operator() instanceof Excess) {
      done = excess(node);
    } else {
      done =
          new WordNodes(real, calibration, integer, names)
              .add(node)
              .orElseThrow(() -> Unquantised.of(node, "it reads values of more than 8 bits"));
    }
    integer.node(done);
    return done;
  }

  /** A clamp of features to the limit within which sums are proven. */
  Node limit(Node node, int limit) {
    Value x = integer.find(node.inputs().get(0));
    integer.value(Value.quantized(node.output(), ElementType.INT16, x.shape(), x.quantized()));
    limits.put(node.output(), limit);
    Node done = node.with(new Arithmetic.Pooled(new Range(0, -limit, limit)));
    integer.node(done);
    return done;
  }

  private Features features(String name) {
    Value x = integer.find(name);
    Integer limit = limits.get(name);
    return limit == null
        ? new Features(x.quantized(), x.element().min(), x.element().max())
        : new Features(x.quantized(), -limit, limit);
  }

  private Node affine(Node node, AffineMap map) {
    Features x = features(node.inputs().get(0));
    int features = real.in(node, 0).shape().size();
    AffineRule.Map reals =
        new AffineRule.Map(real.in(node, 1).floats(), optional(node, 2), map.activation());
    boolean sums = InsertWidths.readAsSums(real, node.output());
    AffineRule rule =
        sums
            ? AffineRule.sums(reals, x, features)
            : AffineRule.words(reals, x, features, WordNodes.scale(calibration, node.output()));
    Shape shape = real.in(node, 1).shape();
    String weights = constant(node, 1, ElementType.INT16, shape, rule.weights(), rule.unit());
    Shape rows = Shape.of(rule.biases().length);
    String biases = names.apply(node, 2);
    integer.value(
        Value.integers(biases, ElementType.INT32, rows, rule.biases())
            .with(Quantization.perTensor(rule.unit(), 0)));
    ElementType type = sums ? ElementType.INT32 : ElementType.INT16;
    integer.value(Value.quantized(node.output(), type, real.out(node).shape(), rule.output()));
    return node.reading(List.of(node.inputs().get(0), weights, biases)).with(rule.arithmetic());
  }

  private float[] optional(Node node, int position) {
    return real.input(node, position).map(Value::floats).orElseGet(() -> new float[0]);
  }

  private String constant(
      Node node, int position, ElementType type, Shape shape, long[] data, double scale) {
    String name = names.apply(node, position);
    integer.value(Value.integers(name, type, shape, data).with(Quantization.perTensor(scale, 0)));
    return name;
  }

  private DistanceRule rule(Node node, DistanceRule.Reals reals) throws Problem {
    int features = real.in(node, 0).shape().size();
    return DistanceRule.of(reals, features(node.inputs().get(0)), features)
        .orElseThrow(
            () ->
                Unquantised.of(
                    node,
                    "the "
                        + (reals.metric() == Metric.EUCLIDEAN ? "squares of " : "sum of ")
                        + features
                        + " differences may leave 32 bits"));
  }

  private Node distances(Node node, Metric metric) throws Problem {
    DistanceRule rule =
        rule(
            node,
            new DistanceRule.Reals(
                real.in(node, Distances.POINTS).floats(),
                optional(node, Distances.WEIGHTS),
                optional(node, Distances.ADDED),
                metric,
                false));
    List<String> inputs = new ArrayList<>(List.of(node.inputs().get(0)));
    inputs.add(points(node, Distances.POINTS, rule));
    inputs.add(multipliers(node, Distances.WEIGHTS, rule));
    boolean added = rule.added().length > 0;
    ElementType type = rule.wide() ? ElementType.INT64 : ElementType.INT32;
    inputs.add(
        added
            ? constant(
                node,
                Distances.ADDED,
                type,
                Shape.of(rule.added().length),
                rule.added(),
                rule.meaning().scale())
            : "");
    integer.value(Value.quantized(node.output(), type, real.out(node).shape(), rule.meaning()));
    return node.reading(withoutLastAbsent(inputs)).with(rule.arithmetic());
  }

  private static List<String> withoutLastAbsent(List<String> inputs) {
    List<String> some = new ArrayList<>(inputs);
    while (some.get(some.size() - 1).isEmpty()) {
      some.remove(some.size() - 1);
    }
    return some;
  }

  private String points(Node node, int position, DistanceRule rule) {
    boolean words = java.util.Arrays.stream(rule.points()).allMatch(p -> p == (short) p);
    return constant(
        node,
        position,
        words ? ElementType.INT16 : ElementType.INT32,
        real.in(node, position).shape(),
        rule.points(),
        rule.step());
  }

  private String multipliers(Node node, int position, DistanceRule rule) {
    if (rule.multipliers().length == 0) {
      return "";
    }
    Shape points = real.in(node, Distances.POINTS).shape();
    boolean each = rule.multipliers().length == points.elements();
    String name = names.apply(node, position);
    integer.value(
        Value.integers(
            name,
            ElementType.INT16,
            each ? points : Shape.of(rule.multipliers().length),
            rule.multipliers()));
    return name;
  }

  private Node neighbours(Node node, Metric metric) throws Problem {
    DistanceRule rule =
        rule(
            node,
            new DistanceRule.Reals(
                real.in(node, Neighbours.POINTS).floats(),
                optional(node, Neighbours.WEIGHTS),
                new float[0],
                metric,
                true));
    Value rows = real.in(node, Neighbours.ROWS);
    int count = ((Neighbours) node.operator()).count();
    TreeRule sums = TreeRule.of(count, rows.floats(), new float[] {0});
    List<String> inputs = new ArrayList<>(List.of(node.inputs().get(0)));
    inputs.add(points(node, Neighbours.POINTS, rule));
    inputs.add(
        constant(
            node,
            Neighbours.ROWS,
            sums.type(),
            rows.shape(),
            sums.integers(rows.floats()),
            sums.scale()));
    inputs.add(multipliers(node, Neighbours.WEIGHTS, rule));
    integer.value(
        Value.quantized(node.output(), sums.type(), real.out(node).shape(), sums.meaning()));
    return node.reading(withoutLastAbsent(inputs)).with(rule.arithmetic());
  }

  private Node trees(Node node, Trees trees) {
    Features x = features(node.inputs().get(0));
    Value rows = real.in(node, Trees.ROWS);
    Value base = real.in(node, Trees.BASE);
    IntegerTrees.Result exact =
        IntegerTrees.of(trees, real.in(node, Trees.THRESHOLDS).floats(), x, inputs(node));
    boolean decided =
        Wide.readers(real, node.output()).stream()
            .allMatch(n -> n.operator() instanceof ArgExtreme extreme && extreme.max());
    double margin =
        decided && !real.outputs().contains(node.output())
            ? calibration.margins().getOrDefault(node.output(), 0.0)
            : 0;
    TreeRule rule = TreeRule.of(trees.roots().size(), rows.floats(), base.floats(), margin);
    boolean words = java.util.Arrays.stream(exact.thresholds()).allMatch(t -> t == (short) t);
    String thresholds = names.apply(node, Trees.THRESHOLDS);
    integer.value(
        Value.integers(
            thresholds,
            words ? ElementType.INT16 : ElementType.INT32,
            Shape.of(exact.thresholds().length),
            exact.thresholds()));
    String leaves =
        constant(
            node,
            Trees.ROWS,
            ElementType.INT32,
            rows.shape(),
            rule.integers(rows.floats()),
            rule.scale());
    String start =
        constant(
            node,
            Trees.BASE,
            ElementType.INT32,
            base.shape(),
            rule.integers(base.floats()),
            rule.scale());
    integer.value(
        Value.quantized(node.output(), rule.type(), real.out(node).shape(), rule.meaning()));
    return node.with(exact.trees())
        .with(new Arithmetic.Exact())
        .reading(List.of(node.inputs().get(0), thresholds, leaves, start));
  }

  /** Limits in the distances' own steps. */
  private Node excess(Node node) {
    Value x = integer.find(node.inputs().get(0));
    Quantization q = x.quantized();
    float[] reals = real.in(node, Excess.LIMITS).floats();
    long[] limits = new long[reals.length];
    for (int c = 0; c < limits.length; c++) {
      // Differences of two numbers from 0 to 2^31 - 1 fit.
      long limit = Math.round(Math.min(reals[c] / q.scale(), Integer.MAX_VALUE));
      limits[c] = Math.max(0, limit);
    }
    Shape shape = real.in(node, Excess.LIMITS).shape();
    String name = constant(node, Excess.LIMITS, ElementType.INT32, shape, limits, q.scale());
    integer.value(
        Value.quantized(
            node.output(),
            ElementType.INT32,
            real.out(node).shape(),
            Quantization.perTensor(q.scale(), 0)));
    return node.reading(List.of(node.inputs().get(0), name)).with(new Arithmetic.Exact());
  }

  private int inputs(Node node) {
    return real.in(node, 0).shape().size();
  }

  /** The range of a limited value. */
  Optional<Integer> limitOf(String value) {
    return Optional.ofNullable(limits.get(value));
  }
}
