package dev.thimble.importer.keras;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import dev.thimble.graph.WindowSpec;
import dev.thimble.importer.Array;

/** {@code DepthwiseConv1D} and {@code 2D}: kernels [height, width, in, multiplier]. */
record DepthwiseLayer(int axes) implements LayerReader {
  @Override
  public Value read(LayerCall call) throws Problem, ShapeException {
    Windows windows = new Windows(call, axes);
    Value x = windows.picture();
    int[] kernel = windows.extents("kernel_size", 1);
    Value weights = weights(call, axes, kernel, x.shape().extent(2));
    DepthwiseConv2d conv = convolution(windows.of(kernel, windows.extents("strides", 1)));
    Value sums =
        call.config().flag("use_bias", true)
            ? call.node(conv, x, weights, Kernels.bias(call, 1, weights.shape().extent(2)))
            : call.node(conv, x, weights);
    return windows.handedOut(Functions.fused(call, sums));
  }

  static DepthwiseConv2d convolution(WindowSpec window) {
    return new DepthwiseConv2d(window, Activation.NONE);
  }

  /** The layer's first array; its last two axes count as one, which is how they lie. */
  static Value weights(LayerCall call, int axes, int[] kernel, int channels) throws Problem {
    Array array =
        axes == 1
            ? call.array(0, "depthwise kernel", kernel[1], channels, 0)
            : call.array(0, "depthwise kernel", kernel[0], kernel[1], channels, 0);
    int out = channels * array.extents().get(axes + 1);
    return call.constant("depthwise_kernel", Shape.of(kernel[0], kernel[1], out), array.floats());
  }
}
