package dev.thimble.kernel.lower;

import dev.thimble.graph.AffineMap;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Dense;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.Distances;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Lstm;
import dev.thimble.graph.MatMul;
import dev.thimble.graph.Neighbours;
import dev.thimble.graph.Node;
import dev.thimble.graph.Recurrence;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Svdf;
import dev.thimble.graph.TransposeConv2d;

/** Counts multiply-accumulates as the field does: taps on padding included. */
final class Macs {
  private Macs() {}

  static long of(Graph graph, Node node) {
    if (node.operator() instanceof Dense) {
      Shape w = graph.in(node, 1).shape();
      return graph.out(node).shape().elements() * w.extent(1);
    } else if (node.operator() instanceof Distances
        || node.operator() instanceof Neighbours
        || node.operator() instanceof AffineMap) {
      return graph.in(node, 1).shape().elements();
    } else if (node.operator() instanceof Conv2d) {
      Shape w = graph.in(node, 1).shape();
      return graph.out(node).shape().elements() * w.stride(0);
    } else if (node.operator() instanceof DepthwiseConv2d) {
      Shape w = graph.in(node, 1).shape();
      return graph.out(node).shape().elements() * w.extent(0) * w.extent(1);
    } else if (node.operator() instanceof TransposeConv2d) {
      Shape w = graph.in(node, 1).shape();
      return graph.in(node, 0).shape().elements() * w.extent(0) * w.extent(1) * w.extent(2);
    } else if (node.operator() instanceof Lstm) {
      long units = graph.in(node, Lstm.CELL).shape().extent(-1);
      long steps = graph.out(node).shape().elements() / units;
      return steps * 4 * units * (graph.in(node, 0).shape().extent(-1) + units);
    } else if (node.operator() instanceof Recurrence) {
      long weights =
          graph.in(node, Recurrence.WEIGHTS).shape().elements()
              + graph.in(node, Recurrence.RECURRENT).shape().elements();
      return graph.in(node, 0).shape().extent(-2) * weights;
    } else if (node.operator() instanceof Svdf) {
      Shape feature = graph.in(node, Svdf.FEATURE).shape();
      return feature.elements() + graph.in(node, Svdf.TIME).shape().elements();
    } else if (node.operator() instanceof MatMul matMul) {
      Shape left = graph.in(node, 0).shape();
      return graph.out(node).shape().elements() * left.extent(matMul.leftTransposed() ? -2 : -1);
    }
    return 0;
  }
}
