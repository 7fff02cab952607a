package dev.thimble.importer.keras;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Softmax;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import dev.thimble.importer.Array;
import java.util.List;

/** Layers that are one function of each element. */
final class ActivationLayers {
  private static final double RELU6 = 6;
  private static final double LEAKY_SLOPE = 0.3;

  private ActivationLayers() {}

  static Value named(LayerCall call) throws Problem, ShapeException {
    return Functions.named(call, call.input());
  }

  static Value relu(LayerCall call) throws Problem, ShapeException {
    Config config = call.config();
    double slope = config.number("negative_slope", 0);
    double most = config.number("max_value", Double.POSITIVE_INFINITY);
    if (config.number("threshold", 0) != 0) {
      throw call.unsupported("a threshold", "Train without.");
    }
    Value x = call.input();
    if (slope == 0 && most == RELU6) {
      return call.unary(Unary.Kind.RELU6, x);
    } else if (slope == 0 && most == 1) {
      return call.unary(Unary.Kind.RELU_0_TO_1, x);
    }
    Value positive = slope == 0 ? call.unary(Unary.Kind.RELU, x) : call.node(Unary.leaky(slope), x);
    return Double.isInfinite(most) ? positive : call.binary(Binary.Kind.MINIMUM, positive, most);
  }

  /** Keras 2 calls the slope alpha. */
  static Value leaky(LayerCall call) throws Problem, ShapeException {
    double slope = call.config().number("alpha", LEAKY_SLOPE);
    double named = call.config().number("negative_slope", slope);
    return call.node(Unary.leaky(named), call.input());
  }

  static Value elu(LayerCall call) throws Problem, ShapeException {
    return call.node(Unary.elu(call.config().number("alpha", 1)), call.input());
  }

  /** {@code relu(x) + alpha * (x - relu(x))}; shared axes of alpha have the extent 1. */
  static Value parametric(LayerCall call) throws Problem, ShapeException {
    Value x = call.input();
    if (call.arrays() != 1) {
      throw call.broken("it has " + call.arrays() + " arrays instead of a slope");
    }
    Array alpha = call.array(0);
    if (alpha.extents().contains(0)) {
      throw call.broken("its slope is empty");
    }
    Value slope = call.constant("alpha", new Shape(alpha.extents()), alpha.floats());
    Value positive = call.unary(Unary.Kind.RELU, x);
    Value negative = call.binary(Binary.Kind.SUB, x, positive);
    return call.binary(Binary.Kind.ADD, positive, call.binary(Binary.Kind.MUL, negative, slope));
  }

  static Value softmax(LayerCall call) throws Problem, ShapeException {
    Value x = call.input();
    int rank = x.shape().rank();
    if (call.config().has("axis") && !call.axes("axis", rank).equals(List.of(rank - 1))) {
      throw call.unsupported("an axis other than the last", "Permute the axes before.");
    }
    return call.node(new Softmax(1), x);
  }
}
