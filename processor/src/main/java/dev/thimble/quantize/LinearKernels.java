package dev.thimble.quantize;

import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Dense;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.Graph;
import dev.thimble.graph.MatMul;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.TransposeConv2d;
import dev.thimble.graph.Window;
import dev.thimble.graph.WindowSpec;

/** Which sums of products a node computes. */
final class LinearKernels {
  private LinearKernels() {}

  /** Whether the operator multiplies by constant weights and adds a bias. */
  static boolean hasWeights(Operator operator) {
    return operator instanceof Conv2d
        || operator instanceof DepthwiseConv2d
        || operator instanceof TransposeConv2d
        || operator instanceof Dense;
  }

  /** The sums of a node with weights, of a product of matrices, or of a mean or sum. */
  static LinearKernel of(Graph graph, Node node) {
    Shape x = graph.in(node, 0).shape();
    if (node.operator() instanceof Conv2d conv) {
      Shape w = graph.in(node, 1).shape();
      return new ConvolutionSums(x, w, window(conv.window(), x, w.extent(1), w.extent(2)));
    }
    if (node.operator() instanceof DepthwiseConv2d conv) {
      Shape w = graph.in(node, 1).shape();
      return new DepthwiseSums(x, w.extent(2), window(conv.window(), x, w.extent(0), w.extent(1)));
    }
    if (node.operator() instanceof TransposeConv2d spread) {
      return new TransposeSums(x, graph.in(node, 1).shape(), spread);
    }
    if (node.operator() instanceof Dense) {
      Shape w = graph.in(node, 1).shape();
      return new DenseSums(x.size() / w.extent(1), w.extent(0), w.extent(1));
    }
    if (node.operator() instanceof MatMul product) {
      return new MatrixSums(product, x, graph.in(node, 1).shape(), graph.out(node).shape());
    }
    Reduce reduce = (Reduce) node.operator();
    int[] target = Gather.reduction(x, reduce.axes());
    int outputs = graph.out(node).shape().size();
    return (values, none) -> {
      double[] sums = new double[outputs];
      for (int i = 0; i < values.length; i++) {
        sums[target[i]] += values[i];
      }
      return sums;
    };
  }

  /** The axis of the weights that counts output channels. */
  static int channelAxis(Operator operator) {
    return operator instanceof DepthwiseConv2d ? 2 : 0;
  }

  /** The window over a picture whose shape was checked when the graph was built. */
  static Window window(WindowSpec spec, Shape x, int kernelHeight, int kernelWidth) {
    try {
      return spec.over(x.extent(-3), x.extent(-2), kernelHeight, kernelWidth);
    } catch (ShapeException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
