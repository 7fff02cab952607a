package dev.thimble.quantize;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Range;
import dev.thimble.graph.Arithmetic.Ratio;
import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Pad;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Softmax;
import dev.thimble.graph.Value;
import dev.thimble.quantize.reference.SingleFactor;
import java.util.List;
import java.util.Optional;

/**
 * Integer rules of operators without weights whose scales are given: what the operator gives of the
 * reals, rounded to the nearest step.
 */
final class GivenRules {
  /** Factors of a sum: more than single precision can tell from others in a sum of bytes. */
  private static final long MOST_FACTOR = 1 << 20;

  private GivenRules() {}

  /** The steps that the operator gives by itself; empty where any can be had. */
  static Optional<GivenSteps> own(Operator operator, List<Value> inputs, GivenSteps wanted) {
    if (operator instanceof Softmax) {
      return GivenSoftmax.gives(wanted)
          ? Optional.empty()
          : Optional.of(GivenSteps.all(Int8.PROBABILITY));
    }
    return Sharing.single(operator)
        ? Optional.of(GivenSteps.all(inputs.get(0).quantized()))
        : Optional.empty();
  }

  static Arithmetic of(Graph real, Node node, List<Value> inputs, GivenSteps steps)
      throws Problem, NoFormException {
    Quantization out = steps.meaning();
    Operator operator = node.operator();
    Quantization in = inputs.get(0).quantized();
    Range range = steps.range(FloatEvaluator.activation(operator));
    if (operator instanceof Binary binary) {
      return binary(node.name(), binary.kind(), in, inputs.get(1).quantized(), out, range);
    }
    if (operator instanceof Softmax softmax) {
      int classes = real.out(node).shape().extent(-1);
      if (classes > ReferenceSoftmax.MAX_CLASSES) {
        throw new NoFormException("Softmax", "it has " + classes + " classes");
      }
      return GivenSoftmax.tables(in.scale() * softmax.beta(), out.scale());
    }
    if (operator instanceof Pool2d) {
      return new Arithmetic.Pooled(range);
    }
    if (operator instanceof Reduce reduce) {
      boolean sums = reduce.kind() == Reduce.Kind.MEAN || reduce.kind() == Reduce.Kind.SUM;
      return sums ? reduction(real, node, in, out, range) : new Arithmetic.Pooled(range);
    }
    if (!MovementKernels.moves(operator)) {
      throw new NoFormException(
          operator.getClass().getSimpleName(), "it has no form with given scales");
    }
    return new Arithmetic.Moved(
        operator instanceof Pad pad ? Int8.quantise(pad.value(), out) : out.zeroPoint());
  }

  private static Arithmetic reduction(
      Graph real, Node node, Quantization in, Quantization out, Range range) throws Problem {
    boolean mean = ((Reduce) node.operator()).kind() == Reduce.Kind.MEAN;
    int count = real.in(node, 0).shape().size() / real.out(node).shape().size();
    float factor = (float) (in.scale() / out.scale() / (mean ? count : 1));
    List<Ratio> ratios = List.of(SingleFactor.ratio(node.name(), factor, out));
    return new Arithmetic.Scaled(in.zeroPoint(), 0, ratios, Rounding.SINGLE, range);
  }

  private static Arithmetic binary(
      String step, Binary.Kind kind, Quantization a, Quantization b, Quantization out, Range range)
      throws Problem, NoFormException {
    return switch (kind) {
      case ADD -> ElementRules.sum(a, b, 1, out, range, MOST_FACTOR);
      case SUB -> ElementRules.sum(a, b, -1, out, range, MOST_FACTOR);
      case MUL -> {
        float factor = SingleFactor.of(a.scale(), b.scale(), out.scale());
        Ratio ratio = SingleFactor.ratio(step, factor, out);
        yield new Arithmetic.Multiplied(
            a.zeroPoint(), b.zeroPoint(), ratio, Rounding.SINGLE, range);
      }
      default -> throw new NoFormException(kind.name(), "it has no form with given scales");
    };
  }
}
