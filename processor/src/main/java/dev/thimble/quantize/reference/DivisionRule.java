package dev.thimble.quantize.reference;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Ratio;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Value;
import dev.thimble.quantize.FixedPoint;
import java.util.ArrayList;
import java.util.List;

/** Quotients: {@code micro/kernels/div.cc} and {@code internal/reference/div.h}, int8 only. */
final class DivisionRule {
  /** Differences of two signed bytes. */
  private static final int DIVISORS = 256;

  /** Numerators have at least 23 leading sign bits; larger exponents would shift left. */
  private static final int MAX_EXPONENT = 23;

  private DivisionRule() {}

  static Arithmetic of(Graph graph, Node node, Activation activation) throws Problem {
    Value a = graph.in(node, 0);
    Value b = graph.in(node, 1);
    Value out = graph.out(node);
    if (a.element() != ElementType.INT8) {
      throw Multipliers.outOfRange(node.name(), "there is no division of " + a.element());
    }
    float divisor = (float) b.quantized().scale() * (float) out.quantized().scale();
    float factor = (float) a.quantized().scale() / divisor;
    Multipliers.Scaled split = Multipliers.split(node.name(), factor);
    if (split.exponent() > MAX_EXPONENT) {
      throw Multipliers.outOfRange(
          node.name(), "the factor between its scales, " + factor + ", is too large");
    }
    return new Arithmetic.Divided(
        a.quantized().zeroPoint(),
        b.quantized().zeroPoint(),
        reciprocals(),
        new Ratio(split.mantissa(), Arithmetic.Divided.SHIFT - split.exponent()),
        Ranges.of(node.name(), out, activation));
  }

  /** {@code GetReciprocal} of {@code internal/common.h}; 0 has the entry of 1. */
  private static List<Integer> reciprocals() {
    List<Integer> reciprocals = new ArrayList<>();
    for (int d = 0; d < DIVISORS; d++) {
      int zeros = Integer.numberOfLeadingZeros(Math.max(1, d));
      long fraction = ((long) Math.max(1, d) << zeros) - (1L << 31);
      reciprocals.add(FixedPoint.oneOverOnePlus((int) fraction));
    }
    return reciprocals;
  }
}
