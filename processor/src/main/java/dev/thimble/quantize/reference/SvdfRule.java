package dev.thimble.quantize.reference;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Range;
import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Svdf;
import dev.thimble.graph.Value;

/**
 * SVDF: {@code PrepareSvdf} and {@code EvalIntegerSvdfReference} of {@code
 * micro/kernels/svdf_common.cc}; its scales are multiplied in single precision.
 */
final class SvdfRule implements Rule {
  @Override
  public Arithmetic of(Graph graph, Node node) throws Problem {
    Value x = graph.in(node, 0);
    Value state = graph.in(node, Svdf.STATE);
    Value out = graph.out(node);
    float feature = scale(x) * scale(graph.in(node, Svdf.FEATURE)) / scale(state);
    float time = scale(state) * scale(graph.in(node, Svdf.TIME)) / scale(out);
    Range kept =
        new Range(
            state.quantized().zeroPoint(),
            (int) state.element().min(),
            (int) state.element().max());
    return new Arithmetic.Filtered(
        x.quantized().zeroPoint(),
        Multipliers.ratio(node.name(), feature),
        kept,
        Multipliers.ratio(node.name(), time),
        Rounding.DOUBLE,
        Ranges.of(node.name(), out, Activation.NONE));
  }

  private static float scale(Value value) {
    return (float) value.quantized().scale();
  }
}
