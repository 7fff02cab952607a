package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the numbers of tensors may be: checks of types and scales, and weights made real. */
final class Numbers {
  private static final String QUANTISE = "Convert the model to int8, int16x8 or float32.";

  /** The schema's code of int32. */
  private static final int SUMS_OF_32_BITS = 2;

  /** The value, which must be real, or a quantised int8 or int16 with one scale. */
  Value activation(Step step, Value value) throws Problem {
    boolean real = value.element() == ElementType.FLOAT32;
    boolean integer = value.element() == ElementType.INT8 || value.element() == ElementType.INT16;
    if (!real && !integer) {
      throw step.unsupported("an input of type " + value.element(), QUANTISE);
    }
    if (integer) {
      perTensor(step, value.name(), value.quantization());
    }
    return value;
  }

  /** Checks that the output is computed in the input's type, and has a scale if that has one. */
  void same(Step step, Value input) throws Problem {
    ElementType out = step.outElement(0);
    if (out != input.element()) {
      throw step.unsupported(input.element() + " input with " + out + " output", QUANTISE);
    }
    scaled(step);
  }

  /** Checks that the output has one scale, if it is quantised. */
  void scaled(Step step) throws Problem {
    if (step.outElement(0) != ElementType.FLOAT32) {
      perTensor(step, step.out(0).shown(), step.out(0).quantization());
    }
  }

  private static void perTensor(Step step, String what, Optional<Quantization> scale)
      throws Problem {
    if (scale.isEmpty()) {
      throw step.unsupported("the tensor " + what + " without a scale", QUANTISE);
    }
    if (scale.get().perChannel() || scale.get().scale() <= 0) {
      throw step.broken("the scale of " + what + " is not one positive number");
    }
  }

  /** What the elements of the tensor become in the graph. */
  ElementType element(Step step, FileTensor tensor) throws Problem {
    if (tensor.empty()) {
      throw step.broken("the tensor " + tensor.shown() + " has no elements");
    }
    return tensor
        .type()
        .element()
        .orElseThrow(() -> step.unsupported("the type " + tensor.type(), QUANTISE));
  }

  /**
   * The operand in the numbers of {@code like}: quantised constants of a graph of reals become
   * real.
   */
  Value operand(Step step, Value like, Value operand) throws Problem {
    if (like.element() != ElementType.FLOAT32 || operand.element() == ElementType.FLOAT32) {
      return operand;
    }
    if (!operand.isConstant() || operand.quantization().isEmpty()) {
      throw step.unsupported("a mixture of reals and " + operand.element(), QUANTISE);
    }
    return real(step, operand);
  }

  /** The quantised constant as reals. */
  Value real(Step step, Value constant) throws Problem {
    Quantization scale = constant.quantized();
    int channels = scale.perChannel() ? scale.scales().size() : 1;
    int axis = scale.axis();
    if (channels > 1
        && (axis >= constant.shape().rank() || constant.shape().extent(axis) != channels)) {
      throw step.broken(channels + " scales along axis " + axis + " of " + constant.shape());
    }
    int inner = channels > 1 ? constant.shape().stride(axis) : 1;
    long[] integers = constant.integers();
    float[] reals = new float[integers.length];
    for (int i = 0; i < reals.length; i++) {
      int channel = channels > 1 ? i / inner % channels : 0;
      long centred = integers[i] - scale.zeroPoints().get(channel);
      reals[i] = (float) scale.scale(channel) * centred;
    }
    return Value.real(constant.name(), constant.shape(), reals);
  }

  /**
   * Constant weights in the numbers of the activations {@code x}, in another shape, with their
   * channels on {@code axis}.
   */
  Value weights(Step step, Value x, Value weights, Shape shape, int axis) throws Problem {
    if (!weights.isConstant()) {
      throw step.unsupported("weights that are computed", "Make them constants.");
    }
    if (x.element() == ElementType.FLOAT32) {
      return operand(step, x, weights).with(shape);
    }
    if (weights.element() != ElementType.INT8 && weights.element() != ElementType.INT4) {
      throw step.unsupported(x.element() + " with weights of " + weights.element(), QUANTISE);
    }
    if (weights.quantization().isEmpty()) {
      throw step.unsupported("weights without a scale", QUANTISE);
    }
    Quantization scale = weights.quantized();
    if (scale.perChannel() && scale.scales().size() != shape.extent(axis)) {
      throw step.broken(scale.scales().size() + " scales for " + shape.extent(axis) + " channels");
    }
    if (scale.zeroPoints().stream().anyMatch(z -> z != 0)) {
      throw step.unsupported("weights with a zero point", QUANTISE);
    }
    return weights
        .with(shape)
        .with(new Quantization(scale.scales(), scale.zeroPoints(), scale.perChannel() ? axis : 0));
  }

  /** The bias, if there is one: [channels], int32, or int64 as well where activations are int16. */
  List<Value> bias(Step step, Value x, int input, int channels) throws Problem {
    if (!step.has(input)) {
      return List.of();
    }
    Value bias = step.input(input, "bias");
    if (!bias.isConstant() || bias.shape().elements() != channels) {
      throw step.unsupported(
          "a bias of " + bias.shape() + " for " + channels + " channels", "Make it a constant.");
    }
    Value operand = operand(step, x, bias);
    boolean real = x.element() == ElementType.FLOAT32;
    boolean wide = x.element() == ElementType.INT16 && bias.element() == ElementType.INT64;
    if (!real && !wide && bias.element() != ElementType.INT32) {
      throw step.unsupported(x.element() + " with a bias of " + bias.element(), QUANTISE);
    }
    Value flat = operand.with(Shape.of(channels));
    boolean odd = flat.quantization().isPresent() && flat.quantized().axis() != 0;
    return List.of(
        odd
            ? flat.with(
                new Quantization(flat.quantized().scales(), flat.quantized().zeroPoints(), 0))
            : flat);
  }

  /**
   * The bias; one of zeros in 32 bits where there is none beside int16 and the options' field says
   * that sums have 32 bits.
   */
  List<Value> bias(Step step, Value x, int input, int channels, Options options, int field)
      throws Problem {
    boolean narrow = x.element() == ElementType.INT16 && !step.has(input);
    if (narrow && options.small(field) == SUMS_OF_32_BITS) {
      return List.of(
          Value.integers(
              step.assembly().fresh(step.name() + "_bias"),
              ElementType.INT32,
              Shape.of(channels),
              new long[channels]));
    }
    return bias(step, x, input, channels);
  }

  /** {@code first} and what follows, as an array. */
  static Value[] list(List<Value> rest, Value... first) {
    Value[] all = Arrays.copyOf(first, first.length + rest.size());
    for (int i = 0; i < rest.size(); i++) {
      all[first.length + i] = rest.get(i);
    }
    return all;
  }
}
