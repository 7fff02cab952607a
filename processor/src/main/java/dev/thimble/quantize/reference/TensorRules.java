package dev.thimble.quantize.reference;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.graph.Compare;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Value;
import java.util.List;

/** Rules of operators over two tensors that are no sums or products of elements. */
final class TensorRules {
  /** Comparisons take that many bits below the integers. */
  private static final int COMPARED_BITS = 8;

  /** Sums of so many squares stay below 2^31. */
  private static final int MAX_NORMALIZED = 33_000;

  private TensorRules() {}

  /** {@code CalculatePreluParams} of {@code micro/kernels/prelu_common.cc}. */
  static Arithmetic sloped(Graph graph, Node node) throws Problem {
    Value x = graph.in(node, 0);
    Value alpha = graph.in(node, 1);
    Value out = graph.out(node);
    double positive = x.quantized().scale() / out.quantized().scale();
    double negative = x.quantized().scale() * alpha.quantized().scale() / out.quantized().scale();
    return new Arithmetic.Sloped(
        x.quantized().zeroPoint(),
        alpha.quantized().zeroPoint(),
        Multipliers.ratio(node.name(), positive),
        Multipliers.ratio(node.name(), negative),
        Rounding.DOUBLE,
        Ranges.of(node.name(), out, Activation.NONE));
  }

  /**
   * {@code ComparisonsPrepare} of {@code micro/kernels/comparisons.cc}. Numbers of 16 bits have
   * kernels on the desktop only, which look at scales only where they ask for equality.
   */
  static Arithmetic compared(Graph graph, Node node) throws Problem {
    Value a = graph.in(node, 0);
    Value b = graph.in(node, 1);
    if (a.element() != ElementType.INT8 && !((Compare) node.operator()).relation().isEquality()) {
      return new Arithmetic.Moved(0);
    }
    return new Arithmetic.Compared(
        a.quantized().zeroPoint(),
        b.quantized().zeroPoint(),
        COMPARED_BITS,
        Multipliers.belowOne(node.name(), a.quantized().scale()),
        Multipliers.belowOne(node.name(), b.quantized().scale()),
        Rounding.DOUBLE);
  }

  /** {@code micro/kernels/batch_matmul.cc}: scales are multiplied in single precision. */
  static Arithmetic matMul(Graph graph, Node node) throws Problem {
    Value a = graph.in(node, 0);
    Value b = graph.in(node, 1);
    Value out = graph.out(node);
    float product = (float) a.quantized().scale() * (float) b.quantized().scale();
    double factor = product / out.quantized().scale();
    boolean wide = a.element() == ElementType.INT16;
    return new Arithmetic.Scaled(
        a.quantized().zeroPoint(),
        b.quantized().zeroPoint(),
        List.of(
            wide ? Multipliers.wide(node.name(), factor) : Multipliers.ratio(node.name(), factor)),
        wide ? Rounding.SINGLE : Rounding.DOUBLE,
        Ranges.of(node.name(), out, Activation.NONE));
  }

  /**
   * {@code micro/kernels/l2norm.cc}: outputs are steps of 1/128 around 0, whatever the file says.
   */
  static Arithmetic normalized(Graph graph, Node node) throws Problem {
    Value x = graph.in(node, 0);
    Quantization out = graph.out(node).quantized();
    if (x.element() != ElementType.INT8 || out.scale() != 1.0 / 128 || out.zeroPoint() != 0) {
      throw Multipliers.outOfRange(
          node.name(), "it takes int8, and gives steps of 1/128 around 0, not of " + out.scale());
    }
    if (x.shape().extent(-1) > MAX_NORMALIZED) {
      throw Multipliers.outOfRange(node.name(), "rows longer than " + MAX_NORMALIZED);
    }
    return new Arithmetic.Normalized(x.quantized().zeroPoint());
  }
}
