package dev.thimble.quantize;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ArgExtreme;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Range;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Compare;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.L2Normalization;
import dev.thimble.graph.MatMul;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Pad;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.ReadState;
import dev.thimble.graph.Recurrence;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Select;
import dev.thimble.graph.Softmax;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import dev.thimble.graph.WriteState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Gives one node after the other its integer rule and its constants. */
final class NodeQuantizer {
  private final Graph real;
  private final Map<String, Quantization> scales;
  private final Graph.Builder integer = new Graph.Builder();

  private final InsertWidths.Result widths;
  private final Map<String, FeatureScales.Choice> inputs;
  private final Constants constants;
  private final WideNodes wide;
  private final LayerNodes layers;
  private final Roundings roundings;

  NodeQuantizer(
      InsertWidths.Result widths,
      Map<String, Quantization> scales,
      Map<String, FeatureScales.Choice> inputs,
      Roundings roundings) {
    this.roundings = roundings;
    this.real = widths.graph();
    this.widths = widths;
    this.scales = scales;
    this.inputs = inputs;
    this.constants = new Constants(real, integer);
    this.wide = new WideNodes(real, widths.calibration(), integer, constants::name);
    this.layers = new LayerNodes(widths, scales, integer, constants);
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
  Node add(Node node, Supplier<LayerInputs> layerInputs) throws Problem {
    if (node.operator() instanceof ReadState || node.operator() instanceof WriteState) {
      return state(node);
    }
    if (widths.bytes().contains(node.output())) {
      return narrowed(node);
    }
    if (isInteger(real, node)) {
      return new Truncation(real, integer).add(node);
    }
    boolean layer = LinearKernels.hasWeights(node.operator());
    boolean words = widths.wide().contains(node.output());
    if (layer && (words || widths.words().contains(node.inputs().get(0)))) {
      Node done = layers.words(node, layerInputs.get(), words);
      integer.node(done);
      return done;
    }
    if (words) {
      Optional<FeatureScales.Choice> limited =
          Optional.ofNullable(inputs.get(source(node)))
              .filter(choice -> choice.limit() > 0 && node.operator() instanceof Unary);
      return limited.isPresent() ? wide.limit(node, limited.get().limit()) : wide.add(node);
    }
    if (node.operator() instanceof Recurrence) {
      return recurrent(node);
    }
    Node done = narrow(node, layerInputs);
    Value out = quantised(node.output());
    if (node.operator() instanceof Compare) {
      out =
          new Value(out.name(), ElementType.BOOL, out.shape(), Optional.empty(), Optional.empty());
    }
    if (node.operator() instanceof ArgExtreme) {
      out =
          new Value(out.name(), ElementType.INT16, out.shape(), Optional.empty(), Optional.empty());
    }
    integer.value(out).node(done);
    return done;
  }

  /** Whether the node makes integers that stand for themselves, but for positions. */
  static boolean isInteger(Graph real, Node node) {
    return node.outputs().size() == 1
        && real.out(node).element().isInteger()
        && !(node.operator() instanceof ArgExtreme);
  }

  /** What is remembered has one scale from call to call: the same integers move in and out. */
  private Node state(Node node) {
    boolean reads = node.operator() instanceof ReadState;
    String kept = reads ? node.output() : States.read(real, node).output();
    Quantization meaning = Known.of(scales, kept);
    Value from = real.in(node, 0);
    String name = from.isConstant() ? constants.bytes(node, from, meaning, 0) : from.name();
    Node done = node.reading(List.of(name)).with(new Arithmetic.Moved(meaning.zeroPoint()));
    if (reads) {
      integer.value(quantised(kept));
    }
    integer.node(done);
    return done;
  }

  private Node narrow(Node node, Supplier<LayerInputs> layerInputs) throws Problem {
    if (InputFactors.inScales(real, node, scales)) {
      Node same =
          node.with(new Reshape(real.out(node).shape())).reading(node.inputs().subList(0, 1));
      return same.with(new Arithmetic.Moved(Known.of(scales, node.output()).zeroPoint()));
    }
    return LinearKernels.hasWeights(node.operator())
        ? layers.bytes(node, layerInputs.get())
        : other(node);
  }

  /** Where a value comes from, through changes of shape. */
  private String source(Node node) {
    String at = node.inputs().isEmpty() ? "" : node.inputs().get(0);
    Optional<Node> producer = real.producer(at);
    return producer.isPresent() && producer.get().operator() instanceof Reshape
        ? source(producer.get())
        : at;
  }

  /** A value of more than eight bits as bytes. */
  private Node narrowed(Node node) {
    Value from = integer.find(node.inputs().get(0));
    Quantization to = Known.of(scales, node.output());
    Node done = node.with(Rescaling.of(from, to, ElementType.INT8, Rescaling.LONG));
    integer.value(quantised(node.output())).node(done);
    return done;
  }

  private Value quantised(String name) {
    boolean word = widths.wide().contains(name);
    return Value.quantized(
        name,
        word ? ElementType.INT16 : ElementType.INT8,
        real.value(name).shape(),
        Known.of(scales, name));
  }

  private Node recurrent(Node node) throws Problem {
    for (int i = 1; i < node.inputs().size(); i++) {
      if (!real.in(node, i).isConstant()) {
        throw Unquantised.of(node, "its weights are not constant");
      }
    }
    String x = node.inputs().get(0);
    Node done =
        new RecurrenceQuantizer(real, integer, constants::name, roundings)
            .add(node, Known.of(scales, x), layers.range(x), Known.of(scales, node.output()))
            .orElseThrow(() -> Unquantised.of(node, "a sum of products may leave 32 bits"));
    integer.value(quantised(node.output())).node(done);
    return done;
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
      boolean condition = operator instanceof Select && i == 0 && input.isConstant();
      if (condition) {
        inputs.add(constants.condition(node, input));
      } else {
        inputs.add(input.isConstant() ? constants.bytes(node, input, own, i) : input.name());
      }
      read.add(own);
    }
    return node.reading(inputs).with(rule(node, read, out));
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
        throw Unquantised.of(
            node,
            "a softmax takes at most " + ReferenceSoftmax.MAX_CLASSES + " classes, not " + classes);
      }
      return ReferenceSoftmax.tables(in.get(0).scale(), softmax.beta(), classes);
    }
    if (operator instanceof MatMul product) {
      int inner = real.in(node, 0).shape().extent(product.leftTransposed() ? -2 : -1);
      return ElementRules.matrices(in.get(0), in.get(1), out, inner, range)
          .orElseThrow(() -> Unquantised.of(node, "sums of " + inner + " products need 32 bits"));
    }
    if (operator instanceof Compare) {
      return ElementRules.comparison(in.get(0), in.get(1));
    }
    if (operator instanceof L2Normalization) {
      return new Arithmetic.Normalized(in.get(0).zeroPoint());
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
      case DIV -> throw Unquantised.of(node, "it divides by a value that is not constant");
      case SQUARED_DIFFERENCE -> throw new IllegalStateException("taken apart before");
    };
  }
}
