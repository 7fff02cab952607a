package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Unary;
import dev.thimble.importer.coreml.schema.ActivationParams;
import dev.thimble.importer.coreml.schema.GeluLayerParams;
import dev.thimble.importer.coreml.schema.UnaryFunctionLayerParams;
import dev.thimble.importer.network.Choices;
import dev.thimble.importer.network.Elements;
import dev.thimble.importer.network.Tensor;

/** Functions of single elements. */
final class LayerActivations {
  private LayerActivations() {}

  static void activation(LayerStep step) throws Problem {
    ActivationParams function = step.layer().getActivation();
    Tensor x = step.input();
    Elements elements = step.elements();
    step.give(
        switch (function.getNonlinearityTypeCase()) {
          case RELU -> elements.unary(Unary.Kind.RELU, x);
          case LEAKYRELU -> elements.leaky(x, function.getLeakyReLU().getAlpha());
          case TANH -> elements.unary(Unary.Kind.TANH, x);
          case SIGMOID -> elements.unary(Unary.Kind.SIGMOID, x);
          case LINEAR ->
              line(elements, x, function.getLinear().getAlpha(), function.getLinear().getBeta());
          case SCALEDTANH ->
              elements.binary(
                  Binary.Kind.MUL,
                  elements.unary(
                      Unary.Kind.TANH,
                      elements.binary(Binary.Kind.MUL, x, function.getScaledTanh().getBeta())),
                  function.getScaledTanh().getAlpha());
          case SIGMOIDHARD ->
              elements.hardSigmoid(
                  x, function.getSigmoidHard().getAlpha(), function.getSigmoidHard().getBeta());
          case PRELU -> elements.prelu(x, slopes(step, x, function));
          case ELU -> elements.elu(x, function.getELU().getAlpha());
          case SOFTPLUS -> elements.unary(Unary.Kind.SOFTPLUS, x);
          case THRESHOLDEDRELU ->
              new Choices(step.network()).thresholded(x, function.getThresholdedReLU().getAlpha());
          default ->
              throw step.network()
                  .unsupported(
                      "the activation " + function.getNonlinearityTypeCase(),
                      "Use ReLU, sigmoid, tanh or another one of the table.");
        });
  }

  private static Tensor line(Elements elements, Tensor x, double alpha, double beta)
      throws Problem {
    return elements.binary(Binary.Kind.ADD, elements.binary(Binary.Kind.MUL, x, alpha), beta);
  }

  private static Tensor slopes(LayerStep step, Tensor x, ActivationParams function) throws Problem {
    return step.channels(function.getPReLU().getAlpha(), x.extent(step.channelAxis(x)));
  }

  /** A function of {@code scale * x + shift}. */
  static void unary(LayerStep step) throws Problem {
    UnaryFunctionLayerParams function = step.layer().getUnary();
    Elements elements = step.elements();
    Tensor x = step.input();
    if (function.getScale() != 1 && function.getScale() != 0) {
      x = elements.binary(Binary.Kind.MUL, x, function.getScale());
    }
    if (function.getShift() != 0) {
      x = elements.binary(Binary.Kind.ADD, x, function.getShift());
    }
    step.give(
        switch (function.getType()) {
          case SQRT -> elements.unary(Unary.Kind.SQRT, x);
          case RSQRT ->
              elements.unary(
                  Unary.Kind.RSQRT,
                  function.getEpsilon() == 0
                      ? x
                      : elements.binary(Binary.Kind.ADD, x, function.getEpsilon()));
          case EXP -> elements.unary(Unary.Kind.EXP, x);
          case LOG -> elements.unary(Unary.Kind.LOG, x);
          case ABS -> elements.unary(Unary.Kind.ABS, x);
          case THRESHOLD -> elements.binary(Binary.Kind.MAXIMUM, x, function.getAlpha());
          default -> power(step, x, function);
        });
  }

  private static Tensor power(LayerStep step, Tensor x, UnaryFunctionLayerParams function)
      throws Problem {
    if (function.getType() == UnaryFunctionLayerParams.Operation.POWER
        && function.getAlpha() == 2) {
      return step.elements().unary(Unary.Kind.SQUARE, x);
    }
    throw step.network()
        .unsupported("the function " + function.getType(), "Use a power of 2, a root or e^x.");
  }

  static void clip(LayerStep step) throws Problem {
    step.give(
        step.elements()
            .clip(
                step.input(),
                step.layer().getClip().getMinVal(),
                step.layer().getClip().getMaxVal()));
  }

  static void clampedRelu(LayerStep step) throws Problem {
    var clamp = step.layer().getClampedReLU();
    Elements elements = step.elements();
    step.give(
        clamp.getAlpha() == 0
            ? elements.clip(step.input(), 0, clamp.getBeta())
            : elements.binary(
                Binary.Kind.MINIMUM,
                elements.leaky(step.input(), clamp.getAlpha()),
                clamp.getBeta()));
  }

  static void tanh(LayerStep step) throws Problem {
    step.give(step.elements().unary(Unary.Kind.TANH, step.input()));
  }

  static void erf(LayerStep step) throws Problem {
    step.give(step.elements().unary(Unary.Kind.ERF, step.input()));
  }

  static void gelu(LayerStep step) throws Problem {
    GeluLayerParams.GeluMode mode = step.layer().getGelu().getMode();
    if (mode == GeluLayerParams.GeluMode.SIGMOID_APPROXIMATION) {
      throw step.network().unsupported("the mode " + mode, "Use the exact one.");
    }
    boolean exact = mode == GeluLayerParams.GeluMode.EXACT;
    Unary.Kind kind = exact ? Unary.Kind.GELU : Unary.Kind.GELU_TANH;
    step.give(step.elements().unary(kind, step.input()));
  }
}
