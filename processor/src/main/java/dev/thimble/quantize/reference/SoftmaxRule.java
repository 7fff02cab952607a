package dev.thimble.quantize.reference;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Softmax;
import dev.thimble.graph.Value;
import dev.thimble.quantize.ReferenceSoftmax;

/**
 * Softmax: {@code CalculateSoftmaxParams} of {@code micro/kernels/softmax_common.cc} and the
 * kernels in {@code internal/reference/softmax.h}.
 */
public final class SoftmaxRule implements Rule {
  /** Steps of the int16 kernel's tables. */
  private static final int STEPS = 65535;

  @Override
  public Arithmetic of(Graph graph, Node node) throws Problem {
    Softmax softmax = (Softmax) node.operator();
    Value x = graph.in(node, 0);
    Quantization out = graph.out(node).quantized();
    boolean wide = x.element() == ElementType.INT16;
    double scale = wide ? 1.0 / 32768 : 1.0 / 256;
    boolean near = Math.abs(out.scale() - scale) <= (wide ? 0.001 * scale : 0);
    if (!near || out.zeroPoint() != (wide ? 0 : -128) || (wide && x.quantized().zeroPoint() != 0)) {
      throw Multipliers.outOfRange(
          node.name(),
          "a softmax must have the scale "
              + scale
              + ", not "
              + out.scale()
              + " at zero point "
              + out.zeroPoint());
    }
    return wide
        ? lookup(node.name(), x.quantized().scale(), softmax.beta())
        : tables(node, x, softmax.beta());
  }

  private static Arithmetic tables(Node node, Value x, double beta) throws Problem {
    int classes = x.shape().extent(-1);
    if (classes > ReferenceSoftmax.MAX_CLASSES) {
      throw Multipliers.outOfRange(
          node.name(),
          "a softmax over "
              + classes
              + " classes; at most "
              + ReferenceSoftmax.MAX_CLASSES
              + " fit");
    }
    return ReferenceSoftmax.tables(x.quantized().scale(), beta, classes);
  }

  /**
   * The rule over int16.
   *
   * @param step for messages
   * @param scale of the logits
   */
  public static Arithmetic lookup(String step, double scale, double beta) throws Problem {
    InterpolatedTables exponentials =
        new InterpolatedTables(10.0f / STEPS, Short.MAX_VALUE, 2.0f / STEPS);
    InterpolatedTables reciprocals =
        new InterpolatedTables(1.0f / STEPS, Short.MIN_VALUE, 2.0f / STEPS);
    double factor = scale * beta / (10.0 / 65535.0);
    return new Arithmetic.SoftmaxLookup(
        Multipliers.ratio(step, factor),
        exponentials.of(v -> (float) StrictMath.exp(v)),
        reciprocals.of(v -> 1.0f / (1.0f + v)));
  }
}
