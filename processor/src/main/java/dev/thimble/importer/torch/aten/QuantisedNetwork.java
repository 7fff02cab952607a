package dev.thimble.importer.torch.aten;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Constant;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Dense;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.FakeQuantize;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Slice;
import dev.thimble.graph.Softmax;
import dev.thimble.graph.Take;
import dev.thimble.graph.Transpose;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import dev.thimble.importer.network.Network;
import dev.thimble.quantize.reference.QnnpackRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The integers of a network that PyTorch quantised statically: values between two marks become
 * signed bytes, unsigned ones counted from the middle; layers get QNNPACK's requantisation.
 */
final class QuantisedNetwork {
  private static final int SIGNED = 128;

  private final Network network;
  private final Graph graph;
  private final Graph.Builder integer = new Graph.Builder();

  /** For each value of reals the integers that hold it. */
  private final Map<String, Value> held = new HashMap<>();

  private QuantisedNetwork(Network network, Graph graph) {
    this.network = network;
    this.graph = graph;
  }

  /** The graph of integers; the same graph where nothing is marked. */
  static Graph of(Network network, Graph graph) throws Problem {
    boolean marked = graph.nodes().stream().anyMatch(n -> n.operator() instanceof FakeQuantize);
    return marked ? new QuantisedNetwork(network, graph).converted() : graph;
  }

  private Graph converted() throws Problem {
    inputs();
    for (Node node : graph.nodes()) {
      if (node.operator() instanceof FakeQuantize) {
        mark(node);
      } else {
        node(node);
      }
    }
    for (String output : graph.outputs()) {
      integer.output(known(output).name());
    }
    return integer.build();
  }

  private void mark(Node node) throws Problem {
    // The value was computed in these steps already.
    held.put(node.output(), known(node.inputs().get(0)));
  }

  /** Inputs are given in the steps of the first mark behind them, also behind moves. */
  private void inputs() {
    for (Node node : graph.nodes()) {
      if (node.operator() instanceof FakeQuantize mark) {
        String from = node.inputs().get(0);
        Optional<Node> producer = graph.producer(from);
        while (producer.isPresent() && moves(producer.get().operator())) {
          from = producer.get().inputs().get(0);
          producer = graph.producer(from);
        }
        if (graph.inputs().contains(from) && !held.containsKey(from)) {
          Value input =
              Value.quantized(from, ElementType.INT8, graph.value(from).shape(), signed(mark));
          held.put(from, input);
        }
      }
    }
    for (String input : graph.inputs()) {
      if (held.containsKey(input)) {
        integer.value(held.get(input)).input(input);
      }
    }
  }

  private static boolean moves(Operator operator) {
    return operator instanceof Reshape
        || operator instanceof Transpose
        || operator instanceof Slice
        || operator instanceof Take;
  }

  private static Quantization signed(FakeQuantize mark) {
    int less = mark.element() == ElementType.UINT8 ? SIGNED : 0;
    return Quantization.perTensor(mark.meaning().scale(), mark.meaning().zeroPoint() - less);
  }

  private Value known(String real) throws Problem {
    Value value = held.get(real);
    if (value == null) {
      throw network.unsupported(
          "a mixture of reals and integers",
          "Quantise the whole network, from one QuantStub to one DeQuantStub.");
    }
    return value;
  }

  private void node(Node node) throws Problem {
    Value x = known(node.inputs().get(0));
    Quantization scale = scale(node, x.quantized());
    Value out = Value.quantized(node.output(), ElementType.INT8, graph.out(node).shape(), scale);
    List<String> inputs = new ArrayList<>(List.of(x.name()));
    Optional<Arithmetic> rule = Optional.empty();
    if (layer(node.operator())) {
      rule = Optional.of(layer(node, x, out, inputs));
    } else {
      for (String input : node.inputs().subList(1, node.inputs().size())) {
        inputs.add(known(input).name());
      }
    }
    integer.value(out);
    integer.node(new Node(node.name(), node.step(), node.operator(), inputs, node.outputs(), rule));
    held.put(node.output(), out);
  }

  /** By the mark behind it, or as PyTorch gives it where nothing is said. */
  private Quantization scale(Node node, Quantization input) {
    List<Node> readers = graph.consumers(node.output());
    if (readers.size() == 1 && readers.get(0).operator() instanceof FakeQuantize mark) {
      return signed(mark);
    }
    boolean sigmoid = node.operator() instanceof Unary u && u.kind() == Unary.Kind.SIGMOID;
    if (sigmoid || node.operator() instanceof Softmax) {
      return Quantization.perTensor(1.0 / 256, -SIGNED);
    }
    boolean tanh = node.operator() instanceof Unary u && u.kind() == Unary.Kind.TANH;
    return tanh ? Quantization.perTensor(1.0 / 128, 0) : input;
  }

  private static boolean layer(Operator operator) {
    return operator instanceof Dense
        || operator instanceof Conv2d
        || operator instanceof DepthwiseConv2d;
  }

  private static Activation activation(Operator operator) {
    if (operator instanceof Conv2d conv) {
      return conv.activation();
    } else if (operator instanceof DepthwiseConv2d depthwise) {
      return depthwise.activation();
    }
    return ((Dense) operator).activation();
  }

  private Arithmetic layer(Node node, Value x, Value out, List<String> inputs) throws Problem {
    Value reals = graph.in(node, 1);
    Quantization meaning =
        reals
            .quantization()
            .orElseThrow(() -> network.unsupported("weights of reals", "Quantise all layers."));
    integer.value(weights(reals, meaning));
    inputs.add(reals.name());
    int channels = out.shape().extent(-1);
    double input = x.quantized().scale();
    Optional<Value> bias = graph.input(node, 2);
    if (bias.isPresent()) {
      long[] steps = new long[channels];
      for (int c = 0; c < channels; c++) {
        steps[c] = QnnpackRule.bias(bias.get().floats()[c], input, meaning.scale(c));
      }
      integer.value(
          Value.integers(bias.get().name(), ElementType.INT32, bias.get().shape(), steps)
              .with(Quantization.perTensor(input * meaning.scale(), 0)));
      inputs.add(bias.get().name());
    }
    return new Arithmetic.Scaled(
        x.quantized().zeroPoint(),
        meaning.zeroPoint(),
        ratios(node, input, meaning, out.quantized()),
        Arithmetic.Rounding.SINGLE,
        range(activation(node.operator()), out.quantized()));
  }

  private static List<Arithmetic.Ratio> ratios(
      Node node, double input, Quantization weights, Quantization out) throws Problem {
    List<Arithmetic.Ratio> ratios = new ArrayList<>();
    for (double scale : weights.scales()) {
      ratios.add(QnnpackRule.ratio(node.name(), input, scale, out, out.zeroPoint() + SIGNED));
    }
    return ratios;
  }

  private static Arithmetic.Range range(Activation activation, Quantization out) {
    double low = Math.rint(activation.low() / out.scale()) + out.zeroPoint();
    double high = Math.rint(activation.high() / out.scale()) + out.zeroPoint();
    return new Arithmetic.Range(
        out.zeroPoint(),
        (int) Math.max((double) ElementType.INT8.min(), low),
        (int) Math.min((double) ElementType.INT8.max(), high));
  }

  private static Value weights(Value reals, Quantization meaning) {
    float[] from = reals.floats();
    long[] steps = new long[from.length];
    int stride = reals.shape().stride(meaning.axis());
    for (int i = 0; i < steps.length; i++) {
      int channel = i / stride % reals.shape().extent(meaning.axis());
      int zero = meaning.zeroPoints().get(meaning.perChannel() ? channel : 0);
      steps[i] = Math.round(from[i] / meaning.scale(channel)) + zero;
    }
    return new Value(
        reals.name(),
        ElementType.INT8,
        reals.shape(),
        Optional.of(meaning),
        Optional.of(new Constant.Integers(steps)));
  }
}
