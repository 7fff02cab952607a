package dev.thimble.quantize;

import dev.thimble.graph.Activation;
import dev.thimble.graph.Arithmetic.Range;
import dev.thimble.graph.Arithmetic.Ratio;
import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.graph.Arithmetic.Scaled;
import dev.thimble.graph.Arithmetic.Stepwise;
import dev.thimble.graph.Cell;
import dev.thimble.graph.Dense;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Recurrence;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import dev.thimble.quantize.reference.InterpolatedSigmoid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Brings recurrent layers to integers: weights to 8 or 4 bits with a scale for each row, sums to 16
 * bits with 12 fraction bits, states to 16 bits, what is shown of them to bytes.
 *
 * @param names gives the name of the constant that an input becomes
 * @param roundings of the weights
 */
record RecurrenceQuantizer(
    Graph real,
    Graph.Builder integer,
    BiFunction<Node, Integer, String> names,
    Roundings roundings) {
  private static final int GATE_BITS = 12;
  private static final int STATE_BITS = 15;
  private static final int SHARE_BITS = 14;
  private static final int MOST_STATE_SHIFT = 15;

  /** Multipliers of the way from states to bytes have so many bits. */
  private static final int SHOWN_BITS = 14;

  private static final Range WORDS = new Range(0, Short.MIN_VALUE, Short.MAX_VALUE);

  /** A matrix with the sums over it. */
  private record Sums(String weights, String biases, Scaled rule) {}

  /**
   * The layer in integers, its constants and states added; empty if a sum may leave 32 bits.
   *
   * @param x what the input's integers stand for
   * @param range where the input's integers lie
   * @param shown what the output's integers stand for
   */
  Optional<Node> add(Node node, Quantization x, Range range, Quantization shown) {
    Recurrence layer = (Recurrence) node.operator();
    int steps = Math.max(Int8.MAX - shown.zeroPoint(), shown.zeroPoint() - Int8.MIN);
    int shift = layer.cell().bounded() ? 0 : stateShift(steps * shown.scale());
    double state = Math.scalb(1.0, shift - STATE_BITS);
    // The sums of a ReLU are its states.
    double gate = layer.cell() == Cell.RELU ? state : Math.scalb(1.0, -GATE_BITS);
    Optional<Sums> input = sums(node, Recurrence.WEIGHTS, x, range, gate);
    Range bytes = new Range(shown.zeroPoint(), Int8.MIN, Int8.MAX);
    Optional<Sums> recurrent = sums(node, Recurrence.RECURRENT, shown, bytes, gate);
    if (input.isEmpty() || recurrent.isEmpty()) {
      return Optional.empty();
    }
    boolean fast = layer.cell() == Cell.FAST_GRNN;
    List<String> read = new ArrayList<>(List.of(node.inputs().get(0)));
    read.add(input.get().weights());
    read.add(recurrent.get().weights());
    read.add(fast ? gateBias(node, Recurrence.BIAS) : input.get().biases());
    read.add(fast ? gateBias(node, Recurrence.RECURRENT_BIAS) : recurrent.get().biases());
    Stepwise rule =
        new Stepwise(
            input.get().rule(),
            recurrent.get().rule(),
            InterpolatedSigmoid.gateSigmoid(),
            InterpolatedSigmoid.powerTanh(-GATE_BITS),
            InterpolatedSigmoid.powerTanh(-Stepwise.MEMORY_BITS),
            shift,
            fast ? share(node, 0) : 0,
            fast ? share(node, 1) : 0,
            ratio(state / shown.scale()),
            bytes);
    return Optional.of(
        new Node(node.name(), node.step(), layer, read, outputs(node, layer), Optional.of(rule)));
  }

  /** States may be twice what was seen. */
  private static int stateShift(double most) {
    int shift = most == 0 ? 0 : Math.getExponent(2 * most) + 1;
    return Math.max(0, Math.min(MOST_STATE_SHIFT, shift));
  }

  private static Ratio ratio(double real) {
    int shift = Math.max(1, SHOWN_BITS - 1 - Math.getExponent(real));
    // 2^7 * 2^22 leaves room in 32 bits for the zero point.
    shift = Math.min(shift, LayerQuantizer.MAX_SHIFT);
    return new Ratio(Math.round(Math.scalb(real, shift)), shift);
  }

  private Optional<Sums> sums(Node node, int position, Quantization in, Range range, double gate) {
    Value weights = real.in(node, position);
    WeightLayout layout = WeightLayout.of(new Dense(Activation.NONE), weights.shape());
    Quantization out = Quantization.perTensor(gate, 0);
    float[] biases = biases(node, position);
    ChannelRounding rounding = roundings.of(node, position, in.zeroPoint());
    Optional<LayerQuantizer.Layer> layer =
        new LayerQuantizer(layout, weights.floats(), in, range, out, rounding)
            .quantise((rounded, scales) -> doubles(biases));
    return layer.map(found -> named(node, position, found, in));
  }

  private Sums named(Node node, int position, LayerQuantizer.Layer layer, Quantization in) {
    List<Ratio> ratios = new ArrayList<>();
    for (int multiplier : layer.multipliers()) {
      ratios.add(new Ratio(multiplier, layer.shift()));
    }
    Shape shape = real.in(node, position).shape();
    String weights = names.apply(node, position);
    integer.value(Value.integers(weights, roundings.type(node), shape, layer.weights()));
    boolean input = position == Recurrence.WEIGHTS;
    String biases = names.apply(node, input ? Recurrence.BIAS : Recurrence.RECURRENT_BIAS);
    if (((Recurrence) node.operator()).cell() != Cell.FAST_GRNN) {
      Shape rows = Shape.of(layer.biases().length);
      integer.value(Value.integers(biases, ElementType.INT32, rows, layer.biases()));
    }
    Scaled rule = new Scaled(in.zeroPoint(), 0, ratios, Rounding.SINGLE, WORDS);
    return new Sums(weights, biases, rule);
  }

  /**
   * The biases of one matrix's sums: all belong to the input's but those of a candidate that a
   * reset gate multiplies.
   */
  private float[] biases(Node node, int position) {
    Recurrence layer = (Recurrence) node.operator();
    float[] own = real.in(node, Recurrence.BIAS).floats();
    float[] other = real.in(node, Recurrence.RECURRENT_BIAS).floats();
    float[] result = new float[own.length];
    for (int row = 0; row < result.length && layer.cell() != Cell.FAST_GRNN; row++) {
      boolean apart = layer.cell() == Cell.GRU && row >= result.length / 3 * 2;
      if (position == Recurrence.WEIGHTS) {
        result[row] = own[row] + (apart ? 0 : other[row]);
      } else {
        result[row] = apart ? other[row] : 0;
      }
    }
    return result;
  }

  private static double[] doubles(float[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = values[i];
    }
    return result;
  }

  /** A bias of FastGRNN's, in the sums' unit. */
  private String gateBias(Node node, int position) {
    float[] reals = real.in(node, position).floats();
    long[] data = new long[reals.length];
    for (int i = 0; i < data.length; i++) {
      long rounded = Math.round(Math.scalb((double) reals[i], GATE_BITS));
      data[i] = Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, rounded));
    }
    String name = names.apply(node, position);
    integer.value(Value.integers(name, ElementType.INT16, Shape.of(data.length), data));
    return name;
  }

  private int share(Node node, int index) {
    double value = real.in(node, Recurrence.MIX).floats()[index];
    long rounded = Math.round(Math.scalb(value, SHARE_BITS));
    return (int) Math.max(-(1 << SHARE_BITS), Math.min((1 << SHARE_BITS) - 1, rounded));
  }

  /** The output, and the states where they live on. */
  private List<String> outputs(Node node, Recurrence layer) {
    List<String> outputs = new ArrayList<>(node.outputs());
    if (layer.stateful()) {
      int units = Recurrence.units(real.in(node, Recurrence.RECURRENT).shape());
      outputs.add(state(node.name() + "_hidden", units));
      if (layer.cell() == Cell.LSTM) {
        outputs.add(state(node.name() + "_memory", units));
      }
    }
    return outputs;
  }

  private String state(String wanted, int units) {
    String name = wanted;
    while (real.values().containsKey(name) || integer.has(name)) {
      name += "_";
    }
    integer.value(
        new Value(name, ElementType.INT16, Shape.of(units), Optional.empty(), Optional.empty()));
    return name;
  }
}
