package dev.thimble.importer.keras;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.TransposeConv2d;
import dev.thimble.graph.Value;
import dev.thimble.importer.Array;

/**
 * {@code Conv1DTranspose} and {@code Conv2DTranspose}: kernels [height, width, out, in]. How much
 * is cut off follows TensorFlow: with padding "same" the result has stride times the extent.
 */
record TransposeLayer(int axes) implements LayerReader {
  @Override
  public Value read(LayerCall call) throws Problem, ShapeException {
    Windows windows = new Windows(call, axes);
    Value x = windows.picture();
    int[] kernel = windows.extents("kernel_size", 1);
    int[] strides = windows.extents("strides", 1);
    int[] dilation = windows.extents("dilation_rate", 1);
    if (dilation[0] != 1 || dilation[1] != 1 || call.config().has("output_padding")) {
      throw call.unsupported("dilation or output_padding", "Train without.");
    }
    boolean same = call.config().text("padding", "valid").equals("same");
    int in = x.shape().extent(2);
    Array array =
        axes == 1
            ? call.array(0, "kernel", kernel[1], 0, in)
            : call.array(0, "kernel", kernel[0], kernel[1], 0, in);
    int out = array.extents().get(axes);
    int taps = kernel[0] * kernel[1];
    Value weights =
        call.constant(
            "kernel",
            Shape.of(out, kernel[0], kernel[1], in),
            Kernels.middleFirst(array, taps, out, in));
    TransposeConv2d conv =
        new TransposeConv2d(
            strides[0],
            strides[1],
            cut(same, kernel[0], strides[0]),
            cut(same, kernel[1], strides[1]),
            extent(same, x.shape().extent(0), kernel[0], strides[0]),
            extent(same, x.shape().extent(1), kernel[1], strides[1]),
            Activation.NONE);
    Value sums =
        call.config().flag("use_bias", true)
            ? call.node(conv, x, weights, Kernels.bias(call, 1, out))
            : call.node(conv, x, weights);
    return windows.handedOut(Functions.fused(call, sums));
  }

  private static int cut(boolean same, int kernel, int stride) {
    return same ? Math.max(0, kernel - stride) / 2 : 0;
  }

  private static int extent(boolean same, int in, int kernel, int stride) {
    return same ? in * stride : in * stride + Math.max(0, kernel - stride);
  }
}
