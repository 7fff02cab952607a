package dev.thimble.kernel.lower;

import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Dense;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;

/** Counts multiply-accumulates as the field does: taps on padding included. */
final class Macs {
  private Macs() {}

  static long of(Graph graph, Node node) {
    if (node.operator() instanceof Dense) {
      Shape w = graph.in(node, 1).shape();
      return graph.out(node).shape().elements() * w.extent(1);
    } else if (node.operator() instanceof Conv2d) {
      Shape w = graph.in(node, 1).shape();
      return graph.out(node).shape().elements() * w.stride(0);
    } else if (node.operator() instanceof DepthwiseConv2d) {
      Shape w = graph.in(node, 1).shape();
      return graph.out(node).shape().elements() * w.extent(0) * w.extent(1);
    }
    return 0;
  }
}
