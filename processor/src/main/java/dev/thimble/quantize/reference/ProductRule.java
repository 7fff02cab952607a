package dev.thimble.quantize.reference;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Ratio;
import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Dense;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.TransposeConv2d;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Convolutions and fully connected layers: {@code PopulateConvolutionQuantizationParams} of {@code
 * kernel_util.cc}, {@code CalculateOpDataFullyConnected} of {@code
 * micro/kernels/fully_connected_common.cc}, and the kernels in {@code
 * internal/reference/integer_ops}.
 *
 * <p>A bias of int64, or none, beside int16 activations means 64-bit accumulators and the shorter
 * multipliers that belong to them.
 */
final class ProductRule implements Rule {
  private final Profile profile;

  ProductRule(Profile profile) {
    this.profile = profile;
  }

  @Override
  public Arithmetic of(Graph graph, Node node) throws Problem {
    Value x = graph.in(node, 0);
    Value weights = graph.in(node, 1);
    Value out = graph.out(node);
    boolean dense = node.operator() instanceof Dense;
    boolean single = dense && profile == Profile.LITERT;
    boolean wide = wide(node.operator(), x, graph.input(node, 2)) && !single;
    List<Ratio> ratios = new ArrayList<>();
    for (double scale : weights.quantized().scales()) {
      double factor = factor(x, scale, out, dense && !weights.quantized().perChannel());
      ratios.add(
          wide ? Multipliers.wide(node.name(), factor) : Multipliers.ratio(node.name(), factor));
    }
    return new Arithmetic.Scaled(
        x.quantized().zeroPoint(),
        weights.quantized().zeroPoint(),
        ratios,
        wide || single ? Rounding.SINGLE : Rounding.DOUBLE,
        Ranges.of(node.name(), out, activation(node.operator())));
  }

  /** Fully connected layers with one scale multiply the two scales in single precision. */
  private static double factor(Value x, double weightScale, Value out, boolean inFloat) {
    double product = x.quantized().scale() * weightScale;
    return (inFloat ? (float) product : product) / out.quantized().scale();
  }

  private static boolean wide(Operator operator, Value x, Optional<Value> bias) {
    if (x.element() != ElementType.INT16) {
      return false;
    }
    if (operator instanceof DepthwiseConv2d || operator instanceof TransposeConv2d) {
      return true;
    }
    return bias.map(b -> b.element() == ElementType.INT64).orElse(true);
  }

  private static Activation activation(Operator operator) {
    if (operator instanceof Conv2d conv) {
      return conv.activation();
    }
    if (operator instanceof DepthwiseConv2d depthwise) {
      return depthwise.activation();
    }
    if (operator instanceof TransposeConv2d transposed) {
      return transposed.activation();
    }
    return operator instanceof Dense dense ? dense.activation() : Activation.NONE;
  }
}
