package dev.thimble.importer.network;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Binary;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.FakeQuantize;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Select;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Shapes;
import dev.thimble.graph.Unary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is computed element by element. */
public final class Elements {
  private final Network network;

  /** Adds to that network. */
  public Elements(Network network) {
    this.network = network;
  }

  /** A function of each element. */
  public Tensor unary(Unary.Kind kind, Tensor x) throws Problem {
    return network.emit(Unary.of(kind), x.order(), x);
  }

  /** x, or alpha * x where it is negative. */
  public Tensor leaky(Tensor x, double alpha) throws Problem {
    return network.emit(Unary.leaky(alpha), x.order(), x);
  }

  /** Two tensors, the smaller one broadcast as in NumPy. */
  public Tensor binary(Binary.Kind kind, Tensor a, Tensor b) throws Problem {
    return together(new Binary(kind, Activation.NONE), a, b);
  }

  /** Of two tensors, the first where a third one is not 0, else the second; broadcast. */
  Tensor select(Tensor truth, Tensor a, Tensor b) throws Problem {
    return together(new Select(), truth, a, b);
  }

  /** Tensors held in the order of the largest of those that are computed, or of all. */
  private Tensor together(Operator operator, Tensor... operands) throws Problem {
    int rank = Arrays.stream(operands).mapToInt(Tensor::rank).max().orElseThrow();
    boolean known = Arrays.stream(operands).allMatch(network::isConstant);
    List<Tensor> wide = new ArrayList<>();
    Optional<Tensor> leader = Optional.empty();
    for (Tensor operand : operands) {
      Tensor same = new Movements(network).leading(operand, rank);
      wide.add(same);
      boolean leads = leader.isEmpty() || same.shape().elements() > leader.get().shape().elements();
      if (leads && (known || !network.isConstant(same))) {
        leader = Optional.of(same);
      }
    }
    try {
      Shape shape = wide.get(0).shape();
      for (Tensor operand : wide) {
        shape = Shapes.broadcast(shape, operand.shape());
      }
    } catch (ShapeException e) {
      throw network.broken(String.valueOf(e.getMessage()));
    }
    List<Integer> order = leader.orElseThrow().order();
    Tensor[] arranged = new Tensor[operands.length];
    for (int i = 0; i < arranged.length; i++) {
      arranged[i] = network.arranged(wide.get(i), order);
    }
    return network.emit(operator, order, arranged);
  }

  /** A tensor and one number. */
  public Tensor binary(Binary.Kind kind, Tensor a, double b) throws Problem {
    return binary(kind, a, network.constant(Shape.of(), (float) b));
  }

  /** Each element brought between two bounds; infinite ones do not count. */
  public Tensor clip(Tensor x, double low, double high) throws Problem {
    if (low == 0 && high == 6) {
      return unary(Unary.Kind.RELU6, x);
    }
    if (low == -1 && high == 1) {
      return unary(Unary.Kind.RELU_N1_TO_1, x);
    }
    if (low == 0 && high == 1) {
      return unary(Unary.Kind.RELU_0_TO_1, x);
    }
    Tensor above = x;
    if (low == 0) {
      above = unary(Unary.Kind.RELU, x);
    } else if (low > -Float.MAX_VALUE) {
      above = binary(Binary.Kind.MAXIMUM, x, low);
    }
    return high < Float.MAX_VALUE ? binary(Binary.Kind.MINIMUM, above, high) : above;
  }

  /** {@code min(max(alpha * x + beta, 0), 1)}. */
  public Tensor hardSigmoid(Tensor x, double alpha, double beta) throws Problem {
    Tensor line = binary(Binary.Kind.ADD, binary(Binary.Kind.MUL, x, alpha), beta);
    return clip(line, 0, 1);
  }

  /** x, or alpha * (e^x - 1) where it is negative. */
  public Tensor elu(Tensor x, double alpha) throws Problem {
    return network.emit(Unary.elu(alpha), x.order(), x);
  }

  /** {@code log(1 + e^(beta x)) / beta}. */
  public Tensor softplus(Tensor x, double beta) throws Problem {
    if (beta == 1) {
      return unary(Unary.Kind.SOFTPLUS, x);
    }
    Tensor inner = binary(Binary.Kind.MUL, x, beta);
    return binary(Binary.Kind.MUL, unary(Unary.Kind.SOFTPLUS, inner), 1 / beta);
  }

  /** {@code scale * x}, or {@code scale * alpha * (e^x - 1)} where negative: SELU. */
  public Tensor selu(Tensor x, double alpha, double scale) throws Problem {
    Tensor elu = elu(x, alpha);
    return scale == 1 ? elu : binary(Binary.Kind.MUL, elu, scale);
  }

  /** {@code max(x, 0) + min(0, alpha * (e^(x / alpha) - 1))}. */
  public Tensor celu(Tensor x, double alpha) throws Problem {
    if (alpha == 1) {
      return elu(x, 1);
    }
    Tensor inner = elu(binary(Binary.Kind.MUL, x, 1 / alpha), 1);
    return binary(Binary.Kind.MUL, inner, alpha);
  }

  /** x, or x times a constant slope, which is broadcast, where it is negative. */
  public Tensor prelu(Tensor x, Tensor slope) throws Problem {
    if (network.isConstant(slope) && slope.shape().elements() == 1) {
      return leaky(x, network.floats(slope)[0]);
    }
    Tensor positive = unary(Unary.Kind.RELU, x);
    Tensor negative = binary(Binary.Kind.SUB, x, positive);
    return binary(Binary.Kind.ADD, positive, binary(Binary.Kind.MUL, negative, slope));
  }

  /**
   * A batch normalisation of axis 1 as a multiplication and an addition, which passes of the graph
   * put into the layer before.
   *
   * @param scale gamma, one a channel, as are the others
   */
  public Tensor batchNorm(
      Tensor x, float[] scale, float[] shift, float[] mean, float[] variance, double epsilon)
      throws Problem {
    int channels = x.rank() < 2 ? 1 : x.extent(1);
    for (float[] constant : List.of(scale, shift, mean, variance)) {
      if (constant.length != channels) {
        throw network.broken(constant.length + " constants for " + x.shape());
      }
    }
    float[] factors = new float[channels];
    float[] terms = new float[channels];
    for (int c = 0; c < channels; c++) {
      double factor = scale[c] / Math.sqrt(variance[c] + epsilon);
      factors[c] = (float) factor;
      terms[c] = (float) (shift[c] - mean[c] * factor);
    }
    Shape shape = perChannel(x.rank(), channels);
    Tensor scaled = binary(Binary.Kind.MUL, x, network.constant(shape, factors));
    return binary(Binary.Kind.ADD, scaled, network.constant(shape, terms));
  }

  private static Shape perChannel(int rank, int channels) {
    List<Integer> extents = new ArrayList<>(List.of(channels));
    for (int axis = 2; axis < rank; axis++) {
      extents.add(1);
    }
    return new Shape(extents);
  }

  /**
   * Says that a tensor holds integers from here on: a QuantizeLinear with its DequantizeLinear, or
   * the scale of a quantised operator's result. The finished graph has integers where all that an
   * operator reads and gives is marked so.
   *
   * @param meaning one scale; zero points of unsigned bytes count from 0
   * @param element INT8, UINT8 or INT16
   */
  public Tensor quantise(Tensor x, Quantization meaning, ElementType element) throws Problem {
    return quantise(x, meaning, element, element.min(), element.max());
  }

  /** The same with integers between two limits. */
  public Tensor quantise(Tensor x, Quantization meaning, ElementType element, long low, long high)
      throws Problem {
    boolean known =
        element == ElementType.INT8 || element == ElementType.UINT8 || element == ElementType.INT16;
    double scale = meaning.scale();
    if (!known || meaning.perChannel()) {
      throw network.unsupported(
          meaning.perChannel() ? "activations with a scale for each channel" : "type " + element,
          "Quantise activations to int8 or uint8 with one scale.");
    }
    int zero = meaning.zeroPoint();
    boolean within = element.min() <= low && low <= zero && zero <= high && high <= element.max();
    if (!(scale > 0 && scale < Float.MAX_VALUE) || !within) {
      throw network.broken("a scale of " + scale + " with zero point " + zero);
    }
    return network.emit(new FakeQuantize(meaning, element, (int) low, (int) high), x.order(), x);
  }

  /**
   * A constant of integers that stand for reals: quantised weights.
   *
   * @param integers in the file's order
   * @param meaning one scale, or one for each slice along its axis
   */
  public Tensor weights(Shape shape, long[] integers, Quantization meaning) throws Problem {
    boolean fits =
        !meaning.perChannel()
            || (meaning.axis() >= 0
                && meaning.axis() < shape.rank()
                && shape.extent(meaning.axis()) == meaning.scales().size());
    boolean sound = meaning.scales().stream().allMatch(s -> s > 0 && s < Float.MAX_VALUE);
    if (!fits || !sound) {
      throw network.broken("scales that do not fit " + shape + " or are not positive");
    }
    int stride = shape.rank() == 0 ? 1 : shape.stride(meaning.axis());
    float[] reals = new float[integers.length];
    for (int i = 0; i < reals.length; i++) {
      int channel = meaning.perChannel() ? i / stride % meaning.scales().size() : 0;
      int zero = meaning.zeroPoints().get(channel);
      reals[i] = (float) ((integers[i] - zero) * meaning.scale(channel));
    }
    return network.constant(shape, meaning, reals);
  }
}
