package dev.thimble.quantize.reference;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Unary;
import dev.thimble.quantize.FixedPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;

/**
 * Functions of int8 whose kernels are evaluated here for each of the 256 inputs.
 *
 * <p>ABS and RSQRT follow {@code micro/kernels/elementwise.cc}, ELU {@code micro/kernels/elu.cc},
 * HARD_SWISH {@code internal/reference/hard_swish.h}. EXP and LOG have kernels of int8 on the
 * desktop only: tables of the real function, as {@code LUTPopulate} of {@code internal/common.h}
 * makes them. So is SQRT's, rounded down. SQUARE and NEG have none.
 */
final class FunctionTables {
  /** The reciprocal root keeps that many bits behind the point. */
  private static final int ROOT_SHIFT = 20;

  private final String step;
  private final Quantization in;
  private final Quantization out;

  FunctionTables(String step, Quantization in, Quantization out) {
    this.step = step;
    this.in = in;
    this.out = out;
  }

  Arithmetic of(Unary.Kind kind) throws Problem {
    return switch (kind) {
      case ABS -> table(absolute());
      case RSQRT -> table(reciprocalRoot());
      case HARD_SWISH -> table(new HardSwish(step, in, out)::entry);
      case ELU -> table(real(x -> x < 0 ? (float) StrictMath.exp(x) - 1.0f : x));
      case EXP -> table(real(StrictMath::exp));
      case LOG -> table(real(StrictMath::log));
      case SQRT -> table(this::root);
      case SQUARE -> table(real(x -> x * x));
      case NEG -> table(real(x -> -x));
      default -> throw Multipliers.outOfRange(step, "there is no integer kernel for " + kind);
    };
  }

  /**
   * A table for a leaky ReLU whose negative side rises: {@code internal/reference/leaky_relu.h}.
   */
  Arithmetic falling(double alpha) throws Problem {
    float slope = (float) in.scale() * (float) alpha / (float) out.scale();
    Multipliers.Scaled below = Multipliers.split(step, -slope);
    Multipliers.Scaled above = Multipliers.split(step, (float) in.scale() / (float) out.scale());
    return table(x -> out.zeroPoint() + (x >= 0 ? multiply(x, above) : -multiply(x, below)));
  }

  /** The entry of each input less its zero point, clamped to int8. */
  private Arithmetic table(IntUnaryOperator entry) {
    List<Integer> entries = new ArrayList<>();
    for (int x = Byte.MIN_VALUE; x <= Byte.MAX_VALUE; x++) {
      entries.add(clamped(entry.applyAsInt(x - in.zeroPoint())));
    }
    return new Arithmetic.Table(Byte.MIN_VALUE, entries);
  }

  /** In single precision; where the function has no value, the lowest output. */
  private IntUnaryOperator real(DoubleUnaryOperator function) {
    float inverse = 1 / (float) out.scale();
    return x -> {
      float transformed = (float) function.applyAsDouble((float) in.scale() * x);
      float rescaled = InterpolatedTables.round(transformed * inverse) + out.zeroPoint();
      return Float.isNaN(rescaled) ? (int) ElementType.INT8.min() : (int) rescaled;
    };
  }

  /**
   * Rounded down, and in single precision throughout, as the desktop's kernel has it; inputs below
   * zero, which fail there, give 0.
   */
  private int root(int x) {
    float root = (float) Math.sqrt((float) in.scale() * Math.max(0, x));
    return (int) Math.floor(root / (float) out.scale()) + out.zeroPoint();
  }

  private IntUnaryOperator absolute() throws Problem {
    if ((float) in.scale() == (float) out.scale()) {
      return x -> Math.abs(x) + out.zeroPoint();
    }
    Multipliers.Scaled factor = Multipliers.split(step, (float) in.scale() / (float) out.scale());
    return x -> multiply(Math.abs(x), factor) + out.zeroPoint();
  }

  /** Inputs below zero make the reference fail; here they give what zero gives. */
  private IntUnaryOperator reciprocalRoot() throws Problem {
    float product = (float) Math.sqrt((float) in.scale()) * (float) out.scale();
    Multipliers.Scaled factor = Multipliers.split(step, 1.0 / product);
    return x -> {
      if (x <= 0) {
        return Byte.MAX_VALUE;
      }
      FixedPoint.InverseRoot root = FixedPoint.inverseRoot(x);
      int data = FixedPoint.multiply(1, root.mantissa(), ROOT_SHIFT - root.shift());
      int exponent = factor.exponent() - ROOT_SHIFT;
      return FixedPoint.multiply(data, (int) factor.mantissa(), exponent) + out.zeroPoint();
    };
  }

  private static int multiply(int x, Multipliers.Scaled factor) {
    return FixedPoint.multiply(x, (int) factor.mantissa(), factor.exponent());
  }

  static int clamped(int value) {
    return Math.max(Byte.MIN_VALUE, Math.min(Byte.MAX_VALUE, value));
  }
}
