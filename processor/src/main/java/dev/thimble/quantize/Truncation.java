package dev.thimble.quantize;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Cast;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Pad;
import dev.thimble.graph.Truncate;
import dev.thimble.graph.Value;
import dev.thimble.quantize.reference.TruncateRule;
import java.util.Optional;

/**
 * Reals of a network that are cut off to integers, and what only moves or casts such integers. They
 * have no scale: an integer stands for itself.
 */
record Truncation(Graph real, Graph.Builder integer) {
  /** Adds the node's integer form and its output. */
  Node add(Node node) throws Problem {
    for (int i = 0; i < node.inputs().size(); i++) {
      if (real.in(node, i).isConstant()) {
        throw Unquantised.of(node, "it reads a constant beside integers that were cast");
      }
    }
    Value from = integer.find(node.inputs().get(0));
    ElementType element = real.out(node).element();
    Arithmetic rule = new Arithmetic.Moved(fill(node));
    if (node.operator() instanceof Truncate) {
      rule = TruncateRule.of(node, from.element(), from.quantized(), element);
    } else if (!(node.operator() instanceof Cast)) {
      element = from.element();
      check(node, from);
    }
    Node done = node.with(rule);
    Value like = real.out(node);
    integer
        .value(new Value(like.name(), element, like.shape(), Optional.empty(), Optional.empty()))
        .node(done);
    return done;
  }

  private static int fill(Node node) {
    return node.operator() instanceof Pad pad ? (int) pad.value() : 0;
  }

  private void check(Node node, Value first) throws Problem {
    boolean same =
        node.inputs().stream().allMatch(input -> integer.find(input).element() == first.element());
    if (!Wide.moves(node.operator()) || !same) {
      throw Unquantised.of(node, "it computes with integers that were cast");
    }
  }
}
