package dev.thimble.importer.keras;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import dev.thimble.graph.WindowSpec;
import dev.thimble.importer.Array;

/** {@code Conv1D} and {@code Conv2D}, in groups or not: kernels [height, width, in, out]. */
record ConvolutionLayer(int axes) implements LayerReader {
  @Override
  public Value read(LayerCall call) throws Problem, ShapeException {
    Windows windows = new Windows(call, axes);
    Value x = windows.picture();
    int[] kernel = windows.extents("kernel_size", 1);
    int groups = call.config().integer("groups", 1);
    int channels = x.shape().extent(2);
    if (groups < 1 || channels % groups != 0) {
      throw call.broken(channels + " channels in " + groups + " groups");
    }
    WindowSpec window = windows.of(kernel, windows.extents("strides", 1));
    Array array =
        axes == 1
            ? call.array(0, "kernel", kernel[1], channels / groups, 0)
            : call.array(0, "kernel", kernel[0], kernel[1], channels / groups, 0);
    int out = array.extents().get(axes + 1);
    Value weights =
        call.constant(
            "kernel",
            Shape.of(out, kernel[0], kernel[1], channels / groups),
            Kernels.outputsFirst(array, out));
    Conv2d conv = new Conv2d(window, Activation.NONE);
    Value sums =
        call.config().flag("use_bias", true)
            ? call.node(conv, x, weights, Kernels.bias(call, 1, out))
            : call.node(conv, x, weights);
    return windows.handedOut(Functions.fused(call, sums));
  }
}
