package dev.thimble.importer.keras;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Pad;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.List;

/** {@code ZeroPadding1D} and {@code 2D}. */
record ZeroPaddingLayer(int axes) implements LayerReader {
  @Override
  public Value read(LayerCall call) throws Problem, ShapeException {
    Value x = call.input(axes + 1);
    Borders borders = Borders.read(call, "padding", axes);
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    for (int axis = 0; axis < axes; axis++) {
      before.add(borders.before()[axis]);
      after.add(borders.after()[axis]);
    }
    before.add(0);
    after.add(0);
    return call.node(new Pad(before, after, Pad.Mode.CONSTANT, 0), x);
  }
}
