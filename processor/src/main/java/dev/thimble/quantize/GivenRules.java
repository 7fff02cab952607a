package dev.thimble.quantize;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Range;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Pad;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Softmax;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import java.util.List;
import java.util.Optional;

/** Integer rules of operators without weights whose scales are given. */
final class GivenRules {
  private GivenRules() {}

  /** The scale that the operator gives by itself; empty where any can be had. */
  static Optional<Quantization> own(Operator operator, List<Value> inputs) {
    if (operator instanceof Softmax) {
      return Optional.of(Int8.PROBABILITY);
    }
    return Sharing.single(operator) ? Optional.of(inputs.get(0).quantized()) : Optional.empty();
  }

  static Arithmetic of(Graph real, Node node, List<Value> inputs, Quantization out) throws Problem {
    Operator operator = node.operator();
    Quantization in = inputs.get(0).quantized();
    Range range = Int8.range(FloatEvaluator.activation(operator), out);
    if (operator instanceof Binary binary) {
      return binary(binary.kind(), in, inputs.get(1).quantized(), out, range);
    }
    if (operator instanceof Unary unary) {
      return ElementRules.table(unary, in, out);
    }
    if (operator instanceof Softmax softmax) {
      int classes = real.out(node).shape().extent(-1);
      if (classes > ReferenceSoftmax.MAX_CLASSES) {
        throw GivenScales.unsupported("Softmax", "it has " + classes + " classes");
      }
      return ReferenceSoftmax.tables(in.scale(), softmax.beta(), classes);
    }
    if (operator instanceof Pool2d) {
      return new Arithmetic.Pooled(range);
    }
    if (operator instanceof Reduce reduce) {
      boolean sums = reduce.kind() == Reduce.Kind.MEAN || reduce.kind() == Reduce.Kind.SUM;
      int count = real.in(node, 0).shape().size() / real.out(node).shape().size();
      boolean mean = reduce.kind() == Reduce.Kind.MEAN;
      return sums
          ? ElementRules.reduction(in, out, count, mean, range)
          : new Arithmetic.Pooled(range);
    }
    if (!MovementKernels.moves(operator)) {
      throw GivenScales.unsupported(
          operator.getClass().getSimpleName(), "it has no form with given scales");
    }
    return new Arithmetic.Moved(
        operator instanceof Pad pad ? Int8.quantise(pad.value(), out) : out.zeroPoint());
  }

  private static Arithmetic binary(
      Binary.Kind kind, Quantization a, Quantization b, Quantization out, Range range)
      throws Problem {
    return switch (kind) {
      case ADD -> ElementRules.sum(a, b, 1, out, range);
      case SUB -> ElementRules.sum(a, b, -1, out, range);
      case MUL -> ElementRules.product(a, b, out, range);
      default -> throw GivenScales.unsupported(kind.name(), "it has no form with given scales");
    };
  }
}
