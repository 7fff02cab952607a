package dev.thimble.importer.keras;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Take;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.List;

/** {@code UpSampling1D} and {@code 2D}, each row and column repeated. */
record UpSamplingLayer(int axes) implements LayerReader {
  private static final long MOST = 1 << 20;

  @Override
  public Value read(LayerCall call) throws Problem, ShapeException {
    Value x = call.input(axes + 1);
    String how = call.config().text("interpolation", "nearest");
    if (!how.equals("nearest")) {
      throw call.unsupported("the interpolation " + how, "Use nearest.");
    }
    int[] size = call.config().extents("size", axes, 2);
    for (int axis = 0; axis < axes; axis++) {
      int extent = x.shape().extent(axis);
      if ((long) extent * size[axis] > MOST) {
        throw call.broken("it repeats " + extent + " rows " + size[axis] + " times");
      }
      List<Integer> indices = new ArrayList<>();
      for (int i = 0; i < extent * size[axis]; i++) {
        indices.add(i / size[axis]);
      }
      x = call.node(new Take(axis, indices), x);
    }
    return x;
  }
}
