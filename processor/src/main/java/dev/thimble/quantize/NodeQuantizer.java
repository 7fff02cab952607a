package dev.thimble.quantize;

import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.QuantisationMessage;
import dev.thimble.graph.ArgExtreme;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Range;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Distances;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Pad;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.ReadState;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Softmax;
import dev.thimble.graph.Trees;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import dev.thimble.graph.WriteState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Gives one node after the other its integer rule and its constants. */
final class NodeQuantizer {
  private final Graph real;
  private final Map<String, Quantization> scales;
  private final Graph.Builder integer = new Graph.Builder();

  /** Where the integers of each value lie, as far as clamps say. */
  private final Map<String, Range> ranges = new LinkedHashMap<>();

  NodeQuantizer(Graph real, Map<String, Quantization> scales) {
    this.real = real;
    this.scales = scales;
    for (String input : real.inputs()) {
      integer.value(quantised(input)).input(input);
    }
    real.outputs().forEach(integer::output);
  }

  /** The integer graph so far. */
  Graph graph() {
    return integer.build();
  }

  /** Adds the node's integer form and returns it. */
  Node add(Node node, Supplier<LayerInputs> means) throws Problem {
    if (node.operator() instanceof ReadState || node.operator() instanceof WriteState) {
      throw unsupported(node, "networks with a memory are not quantised here");
    }
    onlyDecisionsReadWide(node);
    if (node.operator() instanceof Distances) {
      return distances(node);
    }
    if (node.operator() instanceof Trees trees) {
      return trees(node, trees);
    }
    Node done = LinearKernels.hasWeights(node.operator()) ? layer(node, means.get()) : other(node);
    Value out = quantised(node.output());
    if (node.operator() instanceof ArgExtreme) {
      out =
          new Value(out.name(), ElementType.INT16, out.shape(), Optional.empty(), Optional.empty());
    }
    integer.value(out).node(done);
    return done;
  }

  private void onlyDecisionsReadWide(Node node) throws Problem {
    for (String name : node.inputs()) {
      boolean wide = real.producer(name).filter(n -> wide(n.operator())).isPresent();
      if (wide && !(node.operator() instanceof ArgExtreme)) {
        throw unsupported(
            node,
            "distances and sums of trees have more than 8 bits: only @ArgMax and @Nearest read"
                + " them");
      }
    }
  }

  private static boolean wide(Operator operator) {
    return operator instanceof Distances || operator instanceof Trees;
  }

  private Node trees(Node node, Trees trees) {
    Value x = real.in(node, 0);
    Value rows = real.in(node, Trees.ROWS);
    Value base = real.in(node, Trees.BASE);
    IntegerTrees.Result exact =
        IntegerTrees.of(
            trees,
            real.in(node, Trees.THRESHOLDS).floats(),
            Known.of(scales, x.name()),
            x.shape().size(),
            Int8.MIN,
            Int8.MAX);
    TreeRule rule = TreeRule.of(trees, rows.floats(), base.floats());
    String thresholds = node.inputs().get(Trees.THRESHOLDS);
    Shape splits = Shape.of(exact.thresholds().length);
    integer
        .value(Value.integers(thresholds, ElementType.INT16, splits, exact.thresholds()))
        .value(
            Value.integers(
                    rows.name(), ElementType.INT32, rows.shape(), rule.integers(rows.floats()))
                .with(rule.meaning()))
        .value(
            Value.integers(
                    base.name(), ElementType.INT32, base.shape(), rule.integers(base.floats()))
                .with(rule.meaning()))
        .value(Value.quantized(node.output(), rule.type(), real.out(node).shape(), rule.meaning()));
    Node done = node.with(exact.trees()).with(new Arithmetic.Exact());
    integer.node(done);
    return done;
  }

  private Node distances(Node node) throws Problem {
    Value centres = real.in(node, 1);
    DistanceRule rule =
        DistanceRule.of(centres.floats(), centres.shape(), Known.of(scales, node.inputs().get(0)))
            .orElseThrow(
                () ->
                    unsupported(
                        node,
                        "the squares of "
                            + centres.shape().extent(1)
                            + " differences may leave 32 bits"));
    integer.value(
        Value.integers(centres.name(), ElementType.INT16, centres.shape(), rule.points())
            .with(rule.pointMeaning()));
    Node done = node.with(rule.arithmetic());
    integer
        .value(
            Value.quantized(
                node.output(), ElementType.INT32, real.out(node).shape(), rule.meaning()))
        .node(done);
    return done;
  }

  private Value quantised(String name) {
    return Value.quantized(
        name, ElementType.INT8, real.value(name).shape(), Known.of(scales, name));
  }

  private Node layer(Node node, LayerInputs means) throws Problem {
    Value weights = real.in(node, 1);
    if (!weights.isConstant() || !real.input(node, 2).map(Value::isConstant).orElse(true)) {
      throw unsupported(node, "its weights are not constant");
    }
    Quantization in = Known.of(scales, node.inputs().get(0));
    Quantization out = Known.of(scales, node.output());
    WeightLayout layout = WeightLayout.of(node.operator(), weights.shape());
    Range inputRange = ranges.getOrDefault(node.inputs().get(0), new Range(0, Int8.MIN, Int8.MAX));
    LayerQuantizer.Layer layer =
        new LayerQuantizer(layout, weights.floats(), in, inputRange, out)
            .quantise(means::biases)
            .orElseThrow(
                () ->
                    unsupported(
                        node, "a sum of " + layout.perChannel() + " products may leave 32 bits"));
    Range range = Int8.range(FloatEvaluator.activation(node.operator()), out);
    ranges.put(node.output(), range);
    List<Arithmetic.Ratio> ratios = new ArrayList<>();
    for (int multiplier : layer.multipliers()) {
      ratios.add(new Arithmetic.Ratio(multiplier, layer.shift()));
    }
    List<String> inputs =
        List.of(node.inputs().get(0), weights(node, layer), biases(node, layer, in));
    return node.reading(inputs)
        .with(new Arithmetic.Scaled(in.zeroPoint(), 0, ratios, Arithmetic.Rounding.SINGLE, range));
  }

  private String weights(Node node, LayerQuantizer.Layer layer) {
    Value weights = real.in(node, 1);
    String name = constantName(node, weights.name(), "_weights");
    List<Double> scale = new ArrayList<>();
    List<Integer> zeros = new ArrayList<>();
    for (double s : layer.weightScales()) {
      scale.add(s);
      zeros.add(0);
    }
    Quantization meaning =
        new Quantization(scale, zeros, LinearKernels.channelAxis(node.operator()));
    integer.value(
        Value.integers(name, ElementType.INT8, weights.shape(), layer.weights()).with(meaning));
    return name;
  }

  private String biases(Node node, LayerQuantizer.Layer layer, Quantization in) {
    String name = constantName(node, real.input(node, 2).map(Value::name).orElse(""), "_bias");
    List<Double> scale = new ArrayList<>();
    List<Integer> zeros = new ArrayList<>();
    for (double s : layer.weightScales()) {
      scale.add(s * in.scale());
      zeros.add(0);
    }
    Shape shape = Shape.of(layer.biases().length);
    integer.value(
        Value.integers(name, ElementType.INT32, shape, layer.biases())
            .with(new Quantization(scale, zeros, 0)));
    return name;
  }

  /** The constant's own name where one node reads it, else one of the node's. */
  private String constantName(Node node, String own, String ending) {
    long reads =
        real.nodes().stream().flatMap(n -> n.inputs().stream()).filter(own::equals).count();
    String name = reads == 1 ? own : node.name() + ending;
    while (reads != 1 && (real.values().containsKey(name) || integer.has(name))) {
      name += "_";
    }
    return name;
  }

  private Node other(Node node) throws Problem {
    Operator operator = node.operator();
    Quantization out = Known.of(scales, node.output());
    boolean shared = Sharing.several(operator);
    List<String> inputs = new ArrayList<>();
    List<Quantization> read = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      Value input = real.in(node, i);
      Quantization own =
          input.isConstant()
              ? (shared ? out : Int8.covering(ValueRange.of(FloatEvaluator.reals(input))))
              : Known.of(scales, input.name());
      inputs.add(input.isConstant() ? constant(node, input, own, i) : input.name());
      read.add(own);
    }
    return node.reading(inputs).with(rule(node, read, out));
  }

  private String constant(Node node, Value value, Quantization meaning, int position) {
    float[] integers = Int8.quantise(FloatEvaluator.reals(value), meaning);
    long[] data = new long[integers.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (long) integers[i];
    }
    String name = constantName(node, value.name(), "_constant" + position);
    integer.value(Value.integers(name, ElementType.INT8, value.shape(), data).with(meaning));
    return name;
  }

  private Arithmetic rule(Node node, List<Quantization> in, Quantization out) throws Problem {
    Operator operator = node.operator();
    Range range = Int8.range(FloatEvaluator.activation(operator), out);
    if (operator instanceof Binary binary) {
      return binary(node, binary.kind(), in, out, range);
    }
    if (operator instanceof Unary unary) {
      return ElementRules.table(unary, in.get(0), out);
    }
    if (operator instanceof Softmax softmax) {
      int classes = real.out(node).shape().extent(-1);
      if (classes > ReferenceSoftmax.MAX_CLASSES) {
        throw unsupported(
            node,
            "a softmax takes at most " + ReferenceSoftmax.MAX_CLASSES + " classes, not " + classes);
      }
      return ReferenceSoftmax.tables(in.get(0).scale(), softmax.beta(), classes);
    }
    if (operator instanceof Pool2d) {
      return new Arithmetic.Pooled(range);
    }
    if (operator instanceof Reduce reduce) {
      boolean extreme = reduce.kind() == Reduce.Kind.MAX || reduce.kind() == Reduce.Kind.MIN;
      int count = real.in(node, 0).shape().size() / real.out(node).shape().size();
      boolean mean = reduce.kind() == Reduce.Kind.MEAN;
      return extreme
          ? new Arithmetic.Pooled(range)
          : ElementRules.reduction(in.get(0), out, count, mean, range);
    }
    return new Arithmetic.Moved(
        operator instanceof Pad pad ? Int8.quantise(pad.value(), out) : out.zeroPoint());
  }

  private static Arithmetic binary(
      Node node, Binary.Kind kind, List<Quantization> in, Quantization out, Range range)
      throws Problem {
    return switch (kind) {
      case ADD -> ElementRules.sum(in.get(0), in.get(1), 1, out, range);
      case SUB -> ElementRules.sum(in.get(0), in.get(1), -1, out, range);
      case MUL -> ElementRules.product(in.get(0), in.get(1), out, range);
      case MAXIMUM, MINIMUM -> new Arithmetic.Pooled(range);
      case DIV -> throw unsupported(node, "it divides by a value that is not constant");
      case SQUARED_DIFFERENCE -> throw new IllegalStateException("taken apart before");
    };
  }

  private static Problem unsupported(Node node, String reason) {
    return new Problem(
        QuantisationMessage.TM1301_NOT_QUANTISED,
        node.step(),
        node.operator().getClass().getSimpleName(),
        reason);
  }
}
