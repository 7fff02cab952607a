package dev.thimble.quantize.reference;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Pool2d;

/** Pooling: {@code internal/reference/integer_ops/pooling.h}; scales are not looked at. */
final class PoolRule implements Rule {
  @Override
  public Arithmetic of(Graph graph, Node node) throws Problem {
    Pool2d pool = (Pool2d) node.operator();
    return new Arithmetic.Pooled(Ranges.of(node.name(), graph.out(node), pool.activation()));
  }
}
