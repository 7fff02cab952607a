package dev.thimble.quantize.reference;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.graph.Binary;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Value;

/**
 * Sums, products and extremes: {@code micro/kernels/add_common.cc}, {@code sub_common.cc}, {@code
 * mul_common.cc}, {@code squared_difference.cc} and {@code maximum_minimum.h}.
 */
final class BinaryRule implements Rule {
  @Override
  public Arithmetic of(Graph graph, Node node) throws Problem {
    Binary binary = (Binary) node.operator();
    return switch (binary.kind()) {
      case ADD, SUB -> summed(graph, node, binary);
      case MUL -> multiplied(graph, node, binary);
      case DIV -> DivisionRule.of(graph, node, binary.activation());
      case SQUARED_DIFFERENCE -> squared(graph, node);
      case MAXIMUM, MINIMUM -> new Arithmetic.Moved(0);
    };
  }

  private static Arithmetic summed(Graph graph, Node node, Binary binary) throws Problem {
    Value a = graph.in(node, 0);
    Value b = graph.in(node, 1);
    Value out = graph.out(node);
    int preShift = out.element() == ElementType.INT16 ? 15 : 20;
    double twice = 2 * Math.max(a.quantized().scale(), b.quantized().scale());
    double sum = (1 << preShift) * out.quantized().scale();
    return new Arithmetic.Summed(
        a.quantized().zeroPoint(),
        b.quantized().zeroPoint(),
        preShift,
        Multipliers.belowOne(node.name(), a.quantized().scale() / twice),
        Multipliers.belowOne(node.name(), b.quantized().scale() / twice),
        Multipliers.belowOne(node.name(), twice / sum),
        Rounding.DOUBLE,
        Ranges.of(node.name(), out, binary.activation()));
  }

  private static Arithmetic squared(Graph graph, Node node) throws Problem {
    Value a = graph.in(node, 0);
    Value b = graph.in(node, 1);
    Value out = graph.out(node);
    int preShift = out.element() == ElementType.INT16 ? 0 : 7;
    double twice = 2 * Math.max(a.quantized().scale(), b.quantized().scale());
    // The product below is one of a float and an int there.
    float steps = (1 << (2 * preShift)) * (float) out.quantized().scale();
    return new Arithmetic.Summed(
        a.quantized().zeroPoint(),
        b.quantized().zeroPoint(),
        preShift,
        Multipliers.belowOne(node.name(), a.quantized().scale() / twice),
        Multipliers.belowOne(node.name(), b.quantized().scale() / twice),
        Multipliers.ratio(node.name(), twice * twice / steps),
        Rounding.DOUBLE,
        Ranges.of(node.name(), out, Activation.NONE));
  }

  private static Arithmetic multiplied(Graph graph, Node node, Binary binary) throws Problem {
    Value a = graph.in(node, 0);
    Value b = graph.in(node, 1);
    Value out = graph.out(node);
    double factor = a.quantized().scale() * b.quantized().scale() / out.quantized().scale();
    return new Arithmetic.Multiplied(
        a.quantized().zeroPoint(),
        b.quantized().zeroPoint(),
        Multipliers.ratio(node.name(), factor),
        Rounding.DOUBLE,
        Ranges.of(node.name(), out, binary.activation()));
  }
}
