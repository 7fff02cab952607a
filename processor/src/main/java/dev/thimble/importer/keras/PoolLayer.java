package dev.thimble.importer.keras;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;

/** {@code MaxPooling} and {@code AveragePooling}; strides are the window's extents if not given. */
record PoolLayer(int axes, Pool2d.Kind kind) implements LayerReader {
  @Override
  public Value read(LayerCall call) throws Problem, ShapeException {
    Windows windows = new Windows(call, axes);
    Value x = windows.picture();
    int[] size = windows.extents("pool_size", 2);
    int[] strides = call.config().has("strides") ? windows.extents("strides", 1) : size;
    Pool2d pool = new Pool2d(kind, size[0], size[1], windows.of(size, strides), Activation.NONE);
    return windows.handedOut(call.node(pool, x));
  }
}
