package dev.thimble.quantize.reference;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Range;
import dev.thimble.graph.Arithmetic.Ratio;
import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;

/**
 * Functions of one element: {@code micro/kernels/activations_common.cc}, {@code
 * leaky_relu_common.cc}, {@code logistic_common.cc}, {@code tanh.cc}, {@code quantize_common.cc}.
 */
final class UnaryRule implements Rule {
  @Override
  public Arithmetic of(Graph graph, Node node) throws Problem {
    Unary unary = (Unary) node.operator();
    Value x = graph.in(node, 0);
    Value out = graph.out(node);
    return switch (unary.kind()) {
      case IDENTITY -> identity(node, x, out);
      case RELU, RELU_N1_TO_1, RELU_0_TO_1 -> clamped(node, unary, x, out);
      case RELU6 -> six(node, x);
      case LEAKY_RELU -> leaky(node, unary, x, out);
      case ABS -> magnitude(node, x, out);
      case SIGMOID, TANH -> sigmoid(node, unary, x, out);
      case NEG -> negative(node, x, out);
      case EXP, LOG, RSQRT, SQRT ->
          x.element() == ElementType.INT16
              ? wide(node, unary.kind(), x, out)
              : tables(node, x, out).of(unary.kind());
      default -> tables(node, x, out).of(unary.kind());
    };
  }

  private static FunctionTables tables(Node node, Value x, Value out) throws Problem {
    if (x.element() != ElementType.INT8) {
      throw Multipliers.outOfRange(
          node.name(), "there is no kernel of " + x.element() + " for this function");
    }
    return new FunctionTables(node.name(), x.quantized(), out.quantized());
  }

  private static Arithmetic wide(Node node, Unary.Kind kind, Value x, Value out) throws Problem {
    if (x.quantized().zeroPoint() != 0 || out.quantized().zeroPoint() != 0) {
      throw Multipliers.outOfRange(node.name(), "zero points of int16 must be 0");
    }
    return new WideFunctions(node.name(), x.quantized(), out.quantized()).of(kind);
  }

  private static Arithmetic identity(Node node, Value x, Value out) throws Problem {
    double factor = x.quantized().scale() / out.quantized().scale();
    Ratio ratio = Multipliers.ratio(node.name(), factor);
    return rescaled(x, ratio, ratio, Ranges.of(node.name(), out, Activation.NONE));
  }

  /** Bytes have a table; equal scales are a factor of 1, which changes nothing. */
  private static Arithmetic magnitude(Node node, Value x, Value out) throws Problem {
    if (x.element() == ElementType.INT8) {
      return tables(node, x, out).of(Unary.Kind.ABS);
    }
    Ratio ratio = Multipliers.ratio(node.name(), factor(x, out));
    return rescaled(x, ratio, ratio, Ranges.of(node.name(), out, Activation.NONE));
  }

  /** The factor between input and output, in single precision as the kernels compute it. */
  private static double factor(Value x, Value out) {
    return (float) x.quantized().scale() / (float) out.quantized().scale();
  }

  private static Arithmetic clamped(Node node, Unary unary, Value x, Value out) throws Problem {
    Activation activation =
        unary.kind() == Unary.Kind.RELU_N1_TO_1 ? Activation.RELU_N1_TO_1 : Activation.RELU;
    Range range = Ranges.of(node.name(), out, activation);
    if (unary.kind() == Unary.Kind.RELU_0_TO_1) {
      Range both = Ranges.of(node.name(), out, Activation.RELU_N1_TO_1);
      range = new Range(range.zeroPoint(), range.low(), both.high());
    }
    Ratio ratio = Multipliers.ratio(node.name(), factor(x, out));
    return rescaled(x, ratio, ratio, range);
  }

  /** This kernel clamps the integers and assumes that scales are equal. */
  private static Arithmetic six(Node node, Value x) throws Problem {
    Ratio one = Multipliers.ratio(node.name(), 1);
    return rescaled(x, one, one, Ranges.of(node.name(), x, Activation.RELU6));
  }

  /** That of int16 is the desktop's, which looks at no scale; the least integer stays. */
  private static Arithmetic negative(Node node, Value x, Value out) throws Problem {
    return x.element() == ElementType.INT16
        ? new Arithmetic.Exact()
        : tables(node, x, out).of(Unary.Kind.NEG);
  }

  private static Arithmetic leaky(Node node, Unary unary, Value x, Value out) throws Problem {
    if (unary.alpha() < 0 && x.element() == ElementType.INT8) {
      return tables(node, x, out).falling(unary.alpha());
    }
    float slope =
        (float) x.quantized().scale() * (float) unary.alpha() / (float) out.quantized().scale();
    Ratio below = Multipliers.ratio(node.name(), Math.abs(slope));
    return rescaled(
        x,
        Multipliers.ratio(node.name(), factor(x, out)),
        slope < 0 ? new Ratio(-below.multiplier(), below.shift()) : below,
        Ranges.of(node.name(), out, Activation.NONE));
  }

  private static Arithmetic rescaled(Value x, Ratio positive, Ratio negative, Range range) {
    return new Arithmetic.Rescaled(
        x.quantized().zeroPoint(), positive, negative, Rounding.DOUBLE, range);
  }

  private static Arithmetic sigmoid(Node node, Unary unary, Value x, Value out) throws Problem {
    boolean tanh = unary.kind() == Unary.Kind.TANH;
    if (x.element() != ElementType.INT16) {
      return new SigmoidTables(node.name(), tanh, x.quantized()).table();
    }
    if (x.quantized().zeroPoint() != 0
        || out.quantized().zeroPoint() != 0
        || Math.abs(out.quantized().scale() * 32768 - 1) > 1e-3) {
      throw Multipliers.outOfRange(
          node.name(), "zero points must be 0 and the output's scale 2^-15");
    }
    return InterpolatedSigmoid.of(node.name(), tanh, x.quantized().scale());
  }
}
