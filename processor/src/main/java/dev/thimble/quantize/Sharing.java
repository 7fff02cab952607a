package dev.thimble.quantize;

import dev.thimble.graph.Binary;
import dev.thimble.graph.Concat;
import dev.thimble.graph.Graph;
import dev.thimble.graph.L2Normalization;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Pad;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.ResizeBilinear;
import dev.thimble.graph.Select;
import dev.thimble.graph.Slice;
import dev.thimble.graph.Softmax;
import dev.thimble.graph.Take;
import dev.thimble.graph.Transpose;
import dev.thimble.graph.Unary;
import java.util.List;
import java.util.Optional;

/** Which nodes hand integers on as they are, so that inputs and output share one scale. */
final class Sharing {
  private static final Quantization LENGTHS = Quantization.perTensor(1 / 128.0, 0);

  private Sharing() {}

  /** Whether the node's one input and its output share a scale. */
  static boolean single(Operator operator) {
    return operator instanceof Reshape
        || operator instanceof Transpose
        || operator instanceof Slice
        || operator instanceof Take
        || operator instanceof Pad
        || operator instanceof Pool2d
        || operator instanceof ResizeBilinear
        || (operator instanceof Reduce reduce
            && (reduce.kind() == Reduce.Kind.MAX || reduce.kind() == Reduce.Kind.MIN));
  }

  /** The inputs that share their scale with the output. */
  static List<String> inputs(Node node) {
    boolean all = single(node.operator()) || several(node.operator());
    int first = node.operator() instanceof Select ? 1 : 0;
    return all ? node.inputs().subList(first, node.inputs().size()) : List.of();
  }

  /** Whether all the node's inputs, but for a condition, and its output share a scale. */
  static boolean several(Operator operator) {
    return operator instanceof Concat
        || operator instanceof Select
        || (operator instanceof Binary binary
            && (binary.kind() == Binary.Kind.MAXIMUM || binary.kind() == Binary.Kind.MINIMUM));
  }

  /**
   * Whether the value's scale is given and cannot be widened: an input's or a probability's, also
   * when moved.
   */
  static boolean given(Graph graph, String value) {
    Optional<Node> producer = graph.producer(value);
    if (producer.isEmpty()) {
      return !graph.value(value).isConstant();
    }
    Operator operator = producer.get().operator();
    return customary(graph, producer.get()).isPresent()
        || (single(operator) && given(graph, producer.get().inputs().get(0)));
  }

  /** The scale that everybody gives the node's output: of probabilities, of rows of length 1. */
  static Optional<Quantization> customary(Graph graph, Node node) {
    if (node.operator() instanceof L2Normalization) {
      return Optional.of(LENGTHS);
    }
    boolean probability =
        node.operator() instanceof Softmax
            || (node.operator() instanceof Unary unary
                && unary.kind() == Unary.Kind.SIGMOID
                && graph.outputs().contains(node.output()));
    return probability ? Optional.of(Int8.PROBABILITY) : Optional.empty();
  }
}
