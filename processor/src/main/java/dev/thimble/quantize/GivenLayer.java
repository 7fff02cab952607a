package dev.thimble.quantize;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Ratio;
import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import dev.thimble.quantize.reference.SingleFactor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A layer whose weights are integers already, with the requantisation of {@link SingleFactor}.
 *
 * @param constants weights, and a bias if there is one
 */
record GivenLayer(List<Value> constants, Arithmetic rule) {
  private static final int UNSIGNED = 128;

  static GivenLayer of(Graph real, Node node, Quantization in, GivenSteps out)
      throws Problem, NoFormException {
    String kind = node.operator().getClass().getSimpleName();
    Value weights = real.in(node, 1);
    Quantization meaning =
        weights
            .quantization()
            .filter(q -> weights.isConstant())
            .orElseThrow(() -> new NoFormException(kind, "its weights have no scale"));
    int axis = LinearKernels.channelAxis(node.operator());
    boolean otherAxis = meaning.perChannel() && meaning.axis() != axis;
    Optional<Value> bias = real.input(node, 2);
    if (otherAxis || (bias.isPresent() && !bias.get().isConstant())) {
      throw new NoFormException(kind, "its scales or its bias do not belong to outputs");
    }
    Quantization signed = signed(meaning, weights, kind);
    List<Value> constants = new ArrayList<>();
    constants.add(integers(weights, signed, ElementType.INT8));
    List<Ratio> ratios = new ArrayList<>();
    for (double scale : signed.scales()) {
      float factor = SingleFactor.of(in.scale(), scale, out.meaning().scale());
      ratios.add(SingleFactor.ratio(node.name(), factor, out.meaning()));
    }
    if (bias.isPresent()) {
      constants.add(bias(bias.get(), in, signed));
    }
    return new GivenLayer(
        constants,
        new Arithmetic.Scaled(
            in.zeroPoint(),
            signed.zeroPoint(),
            ratios,
            Rounding.SINGLE,
            out.range(FloatEvaluator.activation(node.operator()))));
  }

  /** Weights that are unsigned bytes, 128 less. */
  private static Quantization signed(Quantization meaning, Value weights, String kind)
      throws NoFormException {
    boolean unsigned = false;
    for (long q : quotients(weights, meaning)) {
      unsigned |= q > Byte.MAX_VALUE;
    }
    List<Integer> zeros = new ArrayList<>();
    for (int zero : meaning.zeroPoints()) {
      zeros.add(unsigned ? zero - UNSIGNED : zero);
      if (!zero(zeros)) {
        throw new NoFormException(kind, "zero points that differ by channel are not read");
      }
    }
    return new Quantization(meaning.scales(), zeros, meaning.axis());
  }

  private static boolean zero(List<Integer> zeros) {
    return zeros.stream().distinct().count() == 1;
  }

  private static Value integers(Value weights, Quantization meaning, ElementType type) {
    long[] data = quotients(weights, meaning);
    for (int i = 0; i < data.length; i++) {
      data[i] = Math.max(type.min(), Math.min(type.max(), data[i]));
    }
    return Value.integers(weights.name(), type, weights.shape(), data).with(meaning);
  }

  /** The integers that the reals stand for. */
  private static long[] quotients(Value value, Quantization meaning) {
    float[] reals = value.floats();
    int stride = meaning.perChannel() ? value.shape().stride(meaning.axis()) : 1;
    long[] data = new long[reals.length];
    for (int i = 0; i < data.length; i++) {
      int channel = meaning.perChannel() ? i / stride % meaning.scales().size() : 0;
      data[i] = Math.round(reals[i] / meaning.scale(channel));
      data[i] += meaning.zeroPoints().get(channel);
    }
    return data;
  }

  /** Integers of the file stay what they are; reals are rounded to the sums' steps. */
  private static Value bias(Value bias, Quantization in, Quantization weights) {
    float[] reals = bias.floats();
    boolean integers = bias.quantization().isPresent();
    long[] data = new long[reals.length];
    List<Double> scales = new ArrayList<>();
    List<Integer> zeros = new ArrayList<>();
    for (int i = 0; i < data.length; i++) {
      double scale = in.scale() * weights.scale(i);
      long rounded =
          integers
              ? Math.round(reals[i] / scale)
              : SingleFactor.bias(reals[i], in.scale(), weights.scale(i));
      data[i] = Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, rounded));
      scales.add(scale);
      zeros.add(0);
    }
    return Value.integers(bias.name(), ElementType.INT32, Shape.of(data.length), data)
        .with(new Quantization(scales, zeros, 0));
  }
}
