package dev.thimble.quantize;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Range;
import dev.thimble.graph.Binary;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Pad;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Softmax;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import dev.thimble.quantize.reference.SoftmaxRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Integer rules of functions, sums and products over 16 bits; zero points are 0, and scales leave
 * as much room again as the samples took.
 */
record WordNodes(
    Graph real,
    Calibration calibration,
    Graph.Builder integer,
    BiFunction<Node, Integer, String> names) {
  private static final int MOST = Short.MAX_VALUE;
  private static final int LEAST = Short.MIN_VALUE;
  private static final int MOST_SHIFT = 30;
  private static final Range WORDS = new Range(0, LEAST, MOST);

  /** TensorFlow Lite's scale of probabilities of 16 bits. */
  private static final double PROBABILITY = 1.0 / (1 << 15);

  /** The scale of 16 bits that holds twice what the samples gave. */
  static double scale(Calibration calibration, String value) {
    ValueRange range = calibration.range(value);
    double most = Math.max(Math.abs(range.low()), Math.abs(range.high()));
    return most == 0 ? 1 : 2 * most / MOST;
  }

  /** The node in integers, its output added; empty if there is no such rule. */
  Optional<Node> add(Node node) throws Problem {
    if (node.operator() instanceof Unary unary) {
      return Optional.of(function(node, unary));
    }
    if (node.operator() instanceof Binary binary) {
      return binary(node, binary);
    }
    if (node.operator() instanceof Reduce reduce) {
      return reduce(node, reduce);
    }
    if (node.operator() instanceof Pool2d pool) {
      double scale = in(node, 0).quantized().scale();
      Range range = range(pool.activation(), scale);
      return Optional.of(out(node.with(new Arithmetic.Pooled(range)), scale));
    }
    if (node.operator() instanceof Softmax softmax) {
      return Optional.of(softmax(node, softmax));
    }
    return Wide.moves(node.operator()) ? moved(node) : Optional.empty();
  }

  private static Range range(Activation activation, double scale) {
    return Int8.range(activation, Quantization.perTensor(scale, 0), LEAST, MOST);
  }

  /** TensorFlow Lite's, over int16. */
  private Node softmax(Node node, Softmax softmax) throws Problem {
    double scale = in(node, 0).quantized().scale();
    Arithmetic rule = SoftmaxRule.lookup(node.step(), scale, softmax.beta());
    return out(node.with(rule), PROBABILITY);
  }

  private Node out(Node done, ElementType type, Quantization meaning) {
    integer.value(Value.quantized(done.output(), type, real.out(done).shape(), meaning));
    return done;
  }

  private Node out(Node done, double scale) {
    return out(done, ElementType.INT16, Quantization.perTensor(scale, 0));
  }

  private Value in(Node node, int index) {
    return integer.find(node.inputs().get(index));
  }

  private Node function(Node node, Unary unary) {
    Value x = in(node, 0);
    double scale = scale(calibration, node.output());
    if (unary.kind() == Unary.Kind.IDENTITY) {
      Quantization to = Quantization.perTensor(scale, 0);
      return out(node.with(Rescaling.of(x, to, ElementType.INT16, Rescaling.LONG)), scale);
    }
    if (unary.kind() == Unary.Kind.NEG) {
      return out(node.with(new Arithmetic.Moved(0)), x.element(), x.quantized());
    }
    Optional<Activation> clamp = clamp(unary.kind());
    if (clamp.isPresent() && x.quantized().zeroPoint() == 0 && x.element() == ElementType.INT16) {
      Range range = range(clamp.get(), x.quantized().scale());
      return out(node.with(new Arithmetic.Pooled(range)), x.quantized().scale());
    }
    // The samples' range and half as much on both sides, as far as the integers go.
    ValueRange range = calibration.range(node.inputs().get(0));
    double room = range.width() / 2 + 1e-9;
    Quantization q = x.quantized();
    long low = (long) Math.floor((range.low() - room) / q.scale()) + q.zeroPoint();
    long high = (long) Math.ceil((range.high() + room) / q.scale()) + q.zeroPoint();
    low = Math.max(low, x.element().min());
    high = Math.max(low + 1, Math.min(high, x.element().max()));
    return out(node.with(CurveRule.of(unary, q, low, high, scale)), scale);
  }

  private static Optional<Activation> clamp(Unary.Kind kind) {
    return switch (kind) {
      case RELU -> Optional.of(Activation.RELU);
      case RELU6 -> Optional.of(Activation.RELU6);
      case RELU_N1_TO_1 -> Optional.of(Activation.RELU_N1_TO_1);
      default -> Optional.empty();
    };
  }

  private Optional<Node> binary(Node node, Binary binary) {
    List<String> read = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      read.add(real.in(node, i).isConstant() ? constant(node, i) : node.inputs().get(i));
    }
    Node done = node.reading(read);
    Quantization a = in(done, 0).quantized();
    Quantization b = in(done, 1).quantized();
    double wanted = scale(calibration, node.output());
    return switch (binary.kind()) {
      case MUL ->
          a.zeroPoint() == 0 && b.zeroPoint() == 0
              ? Optional.of(product(done, a, b, wanted, binary.activation()))
              : Optional.empty();
      case ADD -> Optional.of(sum(done, a, b, 1, wanted, binary.activation()));
      case SUB -> Optional.of(sum(done, a, b, -1, wanted, binary.activation()));
      default -> Optional.empty();
    };
  }

  /** The output's scale is the product's times a power of two, so that a shift is all. */
  private Node product(
      Node done, Quantization a, Quantization b, double wanted, Activation activation) {
    double unit = a.scale() * b.scale();
    int shift = Math.max(0, Math.min(MOST_SHIFT, 1 + Math.getExponent(wanted / unit)));
    double scale = unit * (1L << shift);
    return out(done.with(new Arithmetic.Shifted(shift, range(activation, scale))), scale);
  }

  /** Products with 14 bits stay within 2^29 each, and a shift of 14 leaves the sum's room. */
  private Node sum(
      Node done, Quantization a, Quantization b, int sign, double out, Activation activation) {
    double left = a.scale() / out;
    double right = b.scale() / out;
    int exponent = Math.getExponent(Math.max(left, right)) + 1;
    int shift = Math.max(1, Math.min(MOST_SHIFT - 2, 13 - exponent));
    long most = 1 << 14;
    long first = Math.min(most, Math.round(left * (1L << shift)));
    long second = Math.min(most, Math.round(right * (1L << shift)));
    Arithmetic rule =
        new Arithmetic.WeightedSum(
            first,
            sign * second,
            (1L << (shift - 1)) - first * a.zeroPoint() - sign * second * b.zeroPoint(),
            shift,
            range(activation, out));
    return out(done.with(rule), out);
  }

  private String constant(Node node, int position) {
    float[] reals = real.in(node, position).floats();
    double most = 0;
    for (float value : reals) {
      most = Math.max(most, Math.abs(value));
    }
    double scale = most == 0 ? 1 : most / MOST;
    long[] data = new long[reals.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = Math.round(reals[i] / scale);
    }
    String name = names.apply(node, position);
    integer.value(
        Value.integers(name, ElementType.INT16, real.in(node, position).shape(), data)
            .with(Quantization.perTensor(scale, 0)));
    return name;
  }

  private Optional<Node> reduce(Node node, Reduce reduce) {
    Quantization q = in(node, 0).quantized();
    int count = real.in(node, 0).shape().size() / real.out(node).shape().size();
    boolean extreme = reduce.kind() == Reduce.Kind.MAX || reduce.kind() == Reduce.Kind.MIN;
    if (extreme) {
      return Optional.of(out(node.with(new Arithmetic.Pooled(WORDS)), q.scale()));
    }
    double unit = q.scale() / (reduce.kind() == Reduce.Kind.MEAN ? count : 1);
    double wanted = scale(calibration, node.output());
    int shift = Math.max(0, Math.min(MOST_SHIFT, 1 + Math.getExponent(wanted / unit)));
    return Optional.of(out(node.with(new Arithmetic.Shifted(shift, WORDS)), unit * (1L << shift)));
  }

  /** Elements keep type and scale; those that are put side by side must have one scale. */
  private Optional<Node> moved(Node node) {
    Value first = in(node, 0);
    for (String input : node.inputs()) {
      Value other = integer.find(input);
      if (other.element() != first.element()
          || !other.quantization().equals(first.quantization())) {
        return Optional.empty();
      }
    }
    int fill = 0;
    if (node.operator() instanceof Pad pad) {
      long integer = Math.round(pad.value() / first.quantized().scale());
      fill = (int) Math.max(first.element().min(), Math.min(first.element().max(), integer));
    }
    Node done = node.with(new Arithmetic.Moved(fill));
    return Optional.of(out(done, first.element(), first.quantized()));
  }
}
