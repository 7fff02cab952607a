package dev.thimble.importer.keras;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Slice;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** {@code Cropping1D} and {@code 2D}. */
record CroppingLayer(int axes) implements LayerReader {
  @Override
  public Value read(LayerCall call) throws Problem, ShapeException {
    Value x = call.input(axes + 1);
    Borders borders = Borders.read(call, "cropping", axes);
    List<Integer> begin = new ArrayList<>(Collections.nCopies(axes + 1, 0));
    Shape shape = x.shape();
    for (int axis = 0; axis < axes; axis++) {
      int left = x.shape().extent(axis) - borders.before()[axis] - borders.after()[axis];
      if (left < 1) {
        throw call.broken("it leaves nothing of " + x.shape());
      }
      begin.set(axis, borders.before()[axis]);
      shape = shape.with(axis, left);
    }
    return call.node(new Slice(begin, Collections.nCopies(axes + 1, 1), shape), x);
  }
}
