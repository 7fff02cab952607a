package dev.thimble.importer.keras;

import com.google.gson.JsonElement;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Softmax;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;

/** Activation functions by their names in Keras. */
final class Functions {
  private static final double SELU_ALPHA = 1.6732632423543772;
  private static final double SELU_SCALE = 1.0507009873554805;

  private Functions() {}

  /** The function that a layer with weights applies to its result. */
  static Value fused(LayerCall call, Value sums) throws Problem, ShapeException {
    return call.config().has("activation") ? named(call, sums) : sums;
  }

  /** The function of the member {@code activation}: a name, or an object that has one. */
  static Value named(LayerCall call, Value x) throws Problem, ShapeException {
    JsonElement value = call.config().element("activation");
    if (value.isJsonObject()) {
      Config config = call.config().object("activation");
      boolean function = config.text("class_name", "").equals("function");
      if (function) {
        return of(call, config.text("config"), x);
      }
      return KerasImporter.call(call.wrapped(call.layer().inner(config), x));
    }
    return of(call, call.config().text("activation"), x);
  }

  private static Value of(LayerCall call, String name, Value x) throws Problem, ShapeException {
    return switch (name) {
      case "linear" -> x;
      case "relu" -> call.unary(Unary.Kind.RELU, x);
      case "relu6" -> call.unary(Unary.Kind.RELU6, x);
      case "sigmoid" -> call.unary(Unary.Kind.SIGMOID, x);
      case "tanh" -> call.unary(Unary.Kind.TANH, x);
      case "elu" -> call.node(Unary.elu(1), x);
      case "exponential" -> call.unary(Unary.Kind.EXP, x);
      case "leaky_relu" -> call.node(Unary.leaky(0.2), x);
      case "softmax" -> call.node(new Softmax(1), x);
      case "swish", "silu" -> call.unary(Unary.Kind.SILU, x);
      case "gelu" -> call.unary(Unary.Kind.GELU, x);
      case "mish" -> call.unary(Unary.Kind.MISH, x);
      case "selu" -> selu(call, x);
      case "hard_silu", "hard_swish" -> call.unary(Unary.Kind.HARD_SWISH, x);
      case "hard_sigmoid" -> hardSigmoid(call, x);
      case "softplus" -> call.unary(Unary.Kind.SOFTPLUS, x);
      default ->
          throw call.unsupported(
              "the activation " + name, "Use relu, sigmoid, tanh or another one of the table.");
    };
  }

  /**
   * Keras 3: {@code relu6(x + 3) / 6}. Keras 2 had {@code 0.2 x + 0.5}, which files do not tell.
   */
  private static Value hardSigmoid(LayerCall call, Value x) throws Problem, ShapeException {
    Value sixth = call.binary(Binary.Kind.MUL, x, 1 / 6.0);
    return call.unary(Unary.Kind.RELU_0_TO_1, call.binary(Binary.Kind.ADD, sixth, 0.5));
  }

  private static Value selu(LayerCall call, Value x) throws Problem, ShapeException {
    Value elu = call.node(Unary.elu(SELU_ALPHA), x);
    return call.binary(Binary.Kind.MUL, elu, SELU_SCALE);
  }
}
