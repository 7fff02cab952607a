package dev.thimble.quantize.reference;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Composed;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Unary;
import dev.thimble.quantize.RealFunctions;
import java.util.ArrayList;
import java.util.List;

/**
 * Reals between DEQUANTIZE and QUANTIZE, as a table of what comes out for each byte: {@code
 * Dequantize} of {@code internal/reference/dequantize.h}, the functions in single precision, and
 * {@code AffineQuantize} of {@code internal/reference/quantize.h}.
 */
final class ComposedRule implements Rule {
  @Override
  public Arithmetic of(Graph graph, Node node) throws Problem {
    ElementType from = graph.in(node, 0).element();
    if (from.bits() != Byte.SIZE) {
      throw Multipliers.outOfRange(node.name(), "reals between " + from + ", which have no table");
    }
    Quantization in = graph.in(node, 0).quantized();
    Quantization out = graph.out(node).quantized();
    ElementType element = graph.out(node).element();
    List<Integer> entries = new ArrayList<>();
    for (int x = (int) from.min(); x <= from.max(); x++) {
      float real = real(((Composed) node.operator()).functions(), in, x);
      double rounded = InterpolatedTables.round(real / (float) out.scale());
      long entry = Double.isNaN(rounded) ? element.min() : (long) rounded + out.zeroPoint();
      entries.add((int) Math.max(element.min(), Math.min(element.max(), entry)));
    }
    return new Arithmetic.Table((int) from.min(), entries);
  }

  /** What the functions make of an integer. */
  static float real(List<Unary> functions, Quantization in, int x) {
    float real = (float) (in.scale() * (x - in.zeroPoint()));
    for (Unary function : functions) {
      real = (float) RealFunctions.of(function, real);
    }
    return real;
  }
}
