package dev.thimble.quantize.reference;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Ratio;
import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Value;
import java.util.List;

/** Means and sums: {@code QuantizedMeanOrSum} of {@code internal/reference/reduce.h}. */
final class ReduceRule implements Rule {
  @Override
  public Arithmetic of(Graph graph, Node node) throws Problem {
    Reduce reduce = (Reduce) node.operator();
    Value x = graph.in(node, 0);
    Value out = graph.out(node);
    if (reduce.kind() == Reduce.Kind.MAX || reduce.kind() == Reduce.Kind.MIN) {
      return new Arithmetic.Moved(0);
    }
    double factor = x.quantized().scale() / out.quantized().scale();
    Multipliers.Scaled split = Multipliers.split(node.name(), factor);
    long summands = x.shape().elements() / out.shape().elements();
    return new Arithmetic.Scaled(
        x.quantized().zeroPoint(),
        0,
        List.of(reduce.kind() == Reduce.Kind.MEAN ? mean(split, summands) : split.ratio()),
        Rounding.DOUBLE,
        Ranges.of(node.name(), out, Activation.NONE));
  }

  /** The division by the number of summands goes into the multiplier, rounded down. */
  private static Ratio mean(Multipliers.Scaled factor, long summands) {
    int shift = 63 - Long.numberOfLeadingZeros(summands);
    shift = Math.min(Math.min(shift, 32), 31 + factor.exponent());
    long mantissa = (factor.mantissa() << shift) / summands;
    return new Multipliers.Scaled(mantissa, factor.exponent() - shift).ratio();
  }
}
