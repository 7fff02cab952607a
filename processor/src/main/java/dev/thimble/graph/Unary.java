package dev.thimble.graph;

import java.util.List;

/**
 * One function of each element.
 *
 * @param kind the function
 * @param alpha the slope of the negative side of a leaky ReLU; what an ELU falls to, less its sign;
 *     where a step is; 0 elsewhere
 */
public record Unary(Kind kind, double alpha) implements Operator {
  /** What is computed. */
  public enum Kind {
    /** max(x, 0). */
    RELU,
    /** min(max(x, 0), 6). */
    RELU6,
    /** min(max(x, -1), 1). */
    RELU_N1_TO_1,
    /** min(max(x, 0), 1). */
    RELU_0_TO_1,
    /** x, or alpha * x where negative. */
    LEAKY_RELU,
    /** 1 / (1 + e^-x). */
    SIGMOID,
    /** Hyperbolic tangent. */
    TANH,
    /** x * min(max(x + 3, 0), 6) / 6. */
    HARD_SWISH,
    /** x, or alpha * (e^x - 1) where negative. */
    ELU,
    /** x * sigmoid(x). */
    SILU,
    /** x * (1 + erf(x / sqrt 2)) / 2. */
    GELU,
    /** x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3))) / 2. */
    GELU_TANH,
    /** log(1 + e^x). */
    SOFTPLUS,
    /** x * tanh(softplus(x)). */
    MISH,
    /** The error function. */
    ERF,
    /** 1 where x is above alpha, else 0. */
    STEP,
    /** e^x. */
    EXP,
    /** e^-x. */
    EXP_MINUS,
    /** Natural logarithm. */
    LOG,
    /** Magnitude. */
    ABS,
    /** Square root. */
    SQRT,
    /** 1 / square root. */
    RSQRT,
    /** x * x. */
    SQUARE,
    /** -x. */
    NEG,
    /** x itself: a change of scale. */
    IDENTITY
  }

  /** A function without a parameter; an ELU falls to -1. */
  public static Unary of(Kind kind) {
    return new Unary(kind, kind == Kind.ELU ? 1 : 0);
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) {
    return List.of(inputs.get(0));
  }

  /**
   * The function in reals: the definition that calibration and quantisation of declared networks
   * use.
   */
  public double of(double x) {
    return switch (kind) {
      case RELU -> Math.max(x, 0);
      case RELU6 -> Math.min(Math.max(x, 0), 6);
      case RELU_N1_TO_1 -> Math.min(Math.max(x, -1), 1);
      case RELU_0_TO_1 -> Math.min(Math.max(x, 0), 1);
      case LEAKY_RELU -> x >= 0 ? x : alpha * x;
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case TANH -> Math.tanh(x);
      case STEP -> x > alpha ? 1 : 0;
      case HARD_SWISH -> x * Math.min(Math.max(x + 3, 0), 6) / 6;
      case ELU -> x >= 0 ? x : alpha * Math.expm1(x);
      case SILU, GELU, GELU_TANH, SOFTPLUS, MISH, ERF -> SmoothFunctions.of(kind, x);
      case EXP -> Math.exp(x);
      case EXP_MINUS -> Math.exp(-x);
      case LOG -> Math.log(x);
      case ABS -> Math.abs(x);
      case SQRT -> Math.sqrt(x);
      case RSQRT -> 1 / Math.sqrt(x);
      case SQUARE -> x * x;
      case NEG -> -x;
      case IDENTITY -> x;
    };
  }
}
