package dev.thimble.quantize;

import dev.thimble.graph.AffineMap;
import dev.thimble.graph.ArgExtreme;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Concat;
import dev.thimble.graph.Distances;
import dev.thimble.graph.Excess;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Neighbours;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Pad;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Slice;
import dev.thimble.graph.Take;
import dev.thimble.graph.Transpose;
import dev.thimble.graph.Trees;
import dev.thimble.graph.Truncate;
import dev.thimble.graph.Unary;
import java.util.List;

/**
 * Which values keep more than eight bits: the sums of classical models, what is computed from them,
 * and features that only classical models read.
 */
final class Wide {
  private Wide() {}

  /** Sums of more than eight bits come out of it, whatever goes in. */
  static boolean sums(Operator operator) {
    return operator instanceof AffineMap
        || operator instanceof Distances
        || operator instanceof Excess
        || operator instanceof Neighbours
        || operator instanceof Trees;
  }

  /** Whether the sums are as wide as they come, not brought to 16 bits. */
  static boolean ownWidth(Operator operator) {
    return sums(operator) && !(operator instanceof AffineMap);
  }

  /** What comes out is as wide as what goes in. */
  static boolean carries(Operator operator) {
    boolean sum =
        operator instanceof Binary binary
            && (binary.kind() == Binary.Kind.ADD
                || binary.kind() == Binary.Kind.SUB
                || binary.kind() == Binary.Kind.MUL);
    return operator instanceof Unary
        || sum
        || operator instanceof Reduce
        || operator instanceof Pool2d
        || moves(operator);
  }

  /** Elements are only put elsewhere, or constants between them. */
  static boolean moves(Operator operator) {
    return operator instanceof Reshape
        || operator instanceof Pad
        || operator instanceof Concat
        || operator instanceof Slice
        || operator instanceof Take
        || operator instanceof Transpose;
  }

  /** Whether the operator reads integers of any width. */
  static boolean readsAny(Operator operator) {
    return operator instanceof ArgExtreme
        || operator instanceof Excess
        || operator instanceof Trees
        || operator instanceof Unary
        || operator instanceof Reshape;
  }

  /** Whether the operator reads integers of 16 bits, not of eight alone. */
  static boolean reads(Operator operator) {
    return readsAny(operator)
        || sums(operator)
        || carries(operator)
        || operator instanceof Truncate;
  }

  /** Those who read a value, looking through changes of shape. */
  static List<Node> readers(Graph graph, String value) {
    return graph.consumers(value).stream()
        .flatMap(
            node ->
                node.operator() instanceof Reshape
                    ? readers(graph, node.output()).stream()
                    : List.of(node).stream())
        .toList();
  }

  /** Whether only classical models read the input, so that each feature may have its own scale. */
  static boolean features(Graph graph, String input) {
    List<Node> readers = readers(graph, input);
    return !readers.isEmpty()
        && !graph.outputs().contains(input)
        && readers.stream()
            .allMatch(node -> sums(node.operator()) && !(node.operator() instanceof Excess));
  }
}
