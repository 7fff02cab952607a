package dev.thimble.importer.keras;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import dev.thimble.graph.WindowSpec;
import dev.thimble.importer.Array;

/** {@code SeparableConv1D} and {@code 2D}: each channel alone, then all of them at each point. */
record SeparableLayer(int axes) implements LayerReader {
  private static final Conv2d POINTWISE =
      new Conv2d(WindowSpec.of(1, 1, 1, 1, WindowSpec.Padding.VALID), Activation.NONE);

  @Override
  public Value read(LayerCall call) throws Problem, ShapeException {
    Windows windows = new Windows(call, axes);
    Value x = windows.picture();
    int[] kernel = windows.extents("kernel_size", 1);
    WindowSpec window = windows.of(kernel, windows.extents("strides", 1));
    Value depthwise = DepthwiseLayer.weights(call, axes, kernel, x.shape().extent(2));
    Value each = call.node(DepthwiseLayer.convolution(window), x, depthwise);
    int channels = depthwise.shape().extent(2);
    Array array =
        axes == 1
            ? call.array(1, "pointwise kernel", 1, channels, 0)
            : call.array(1, "pointwise kernel", 1, 1, channels, 0);
    int out = array.extents().get(axes + 1);
    Value weights =
        call.constant(
            "pointwise_kernel", Shape.of(out, 1, 1, channels), Kernels.outputsFirst(array, out));
    Value sums =
        call.config().flag("use_bias", true)
            ? call.node(POINTWISE, each, weights, Kernels.bias(call, 2, out))
            : call.node(POINTWISE, each, weights);
    return windows.handedOut(Functions.fused(call, sums));
  }
}
