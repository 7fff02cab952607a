package dev.thimble.quantize;

import dev.thimble.graph.Binary;
import dev.thimble.graph.Concat;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Pad;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Slice;
import dev.thimble.graph.Softmax;
import dev.thimble.graph.Take;
import dev.thimble.graph.Transpose;
import dev.thimble.graph.Unary;
import java.util.Optional;

/** Which nodes hand integers on as they are, so that inputs and output share one scale. */
final class Sharing {
  private Sharing() {}

  /** Whether the node's one input and its output share a scale. */
  static boolean single(Operator operator) {
    return operator instanceof Reshape
        || operator instanceof Transpose
        || operator instanceof Slice
        || operator instanceof Take
        || operator instanceof Pad
        || operator instanceof Pool2d
        || (operator instanceof Reduce reduce
            && (reduce.kind() == Reduce.Kind.MAX || reduce.kind() == Reduce.Kind.MIN));
  }

  /** Whether all the node's inputs and its output share a scale. */
  static boolean several(Operator operator) {
    return operator instanceof Concat
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
    return probability(graph, producer.get())
        || (single(operator) && given(graph, producer.get().inputs().get(0)));
  }

  /** Whether the node gives probabilities, whose scale is the customary one. */
  static boolean probability(Graph graph, Node node) {
    return node.operator() instanceof Softmax
        || (node.operator() instanceof Unary unary
            && unary.kind() == Unary.Kind.SIGMOID
            && graph.outputs().contains(node.output()));
  }
}
