package dev.thimble.quantize;

import dev.thimble.graph.Activation;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Unary;

/**
 * Functions of reals that give the same bits on every machine: {@link Math} may differ in the last
 * place from one processor to the next, and a table made here must not.
 */
public final class RealFunctions {
  private RealFunctions() {}

  /** The function of one element. */
  public static double of(Unary unary, double x) {
    return switch (unary.kind()) {
      case SIGMOID -> 1 / (1 + StrictMath.exp(-x));
      case TANH -> StrictMath.tanh(x);
      case ELU -> x >= 0 ? x : unary.alpha() * StrictMath.expm1(x);
      case EXP -> StrictMath.exp(x);
      case EXP_MINUS -> StrictMath.exp(-x);
      case LOG -> StrictMath.log(x);
      default -> unary.of(x);
    };
  }

  /** The function of two elements, without activation. */
  static double of(Binary.Kind kind, double a, double b) {
    return switch (kind) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case MAXIMUM -> Math.max(a, b);
      case MINIMUM -> Math.min(a, b);
      case SQUARED_DIFFERENCE -> (a - b) * (a - b);
    };
  }

  static double clamp(Activation activation, double x) {
    return Math.max(activation.low(), Math.min(activation.high(), x));
  }
}
