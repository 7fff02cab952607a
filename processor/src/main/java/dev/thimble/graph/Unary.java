package dev.thimble.graph;

import java.util.List;

/**
 * One function of each element.
 *
 * @param kind the function
 * @param alpha the slope of the negative side of a leaky ReLU; what an ELU falls to, less its sign,
 *     which is never 0; where a step is; 0 elsewhere
 */
public record Unary(Kind kind, double alpha) implements Operator {
  /** Checks that the function has its parameter, and no other. */
  public Unary {
    if (alpha == 0 ? kind == Kind.ELU : !kind.hasAlpha()) {
      throw new IllegalArgumentException(kind + " with a parameter of " + alpha);
    }
  }

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
    IDENTITY;

    /** Whether it has a parameter. */
    boolean hasAlpha() {
      return this == LEAKY_RELU || this == ELU || this == STEP;
    }
  }

  /**
   * A function by its kind alone; an ELU falls to -1.
   *
   * @throws IllegalArgumentException for a leaky ReLU and a step, which need their parameter
   */
  public static Unary of(Kind kind) {
    if (kind.hasAlpha() && kind != Kind.ELU) {
      throw new IllegalArgumentException(kind + " without its parameter");
    }
    return new Unary(kind, kind == Kind.ELU ? 1 : 0);
  }

  /** max(x, 0), and the slope times x where x is negative. */
  public static Unary leaky(double slope) {
    return new Unary(Kind.LEAKY_RELU, slope);
  }

  /** x, or {@code alpha * (e^x - 1)} where negative; a ReLU where alpha is 0. */
  public static Unary elu(double alpha) {
    return alpha == 0 ? of(Kind.RELU) : new Unary(Kind.ELU, alpha);
  }

  /** 1 where x is above the limit, else 0. */
  public static Unary step(double limit) {
    return new Unary(Kind.STEP, limit);
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
      case SIGMOID -> 1 / (1 + StrictMath.exp(-x));
      case TANH -> StrictMath.tanh(x);
      case STEP -> x > alpha ? 1 : 0;
      case HARD_SWISH -> x * Math.min(Math.max(x + 3, 0), 6) / 6;
      case ELU -> x >= 0 ? x : alpha * StrictMath.expm1(x);
      case SILU, GELU, GELU_TANH, SOFTPLUS, MISH, ERF -> SmoothFunctions.of(kind, x);
      case EXP -> StrictMath.exp(x);
      case EXP_MINUS -> StrictMath.exp(-x);
      case LOG -> StrictMath.log(x);
      case ABS -> Math.abs(x);
      case SQRT -> Math.sqrt(x);
      case RSQRT -> 1 / Math.sqrt(x);
      case SQUARE -> x * x;
      case NEG -> -x;
      case IDENTITY -> x;
    };
  }
}
