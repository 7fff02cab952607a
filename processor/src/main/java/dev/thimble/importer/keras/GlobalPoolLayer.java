package dev.thimble.importer.keras;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import java.util.List;

/** {@code GlobalMaxPooling} and {@code GlobalAveragePooling}: one number a channel. */
record GlobalPoolLayer(int axes, Reduce.Kind kind) implements LayerReader {
  @Override
  public Value read(LayerCall call) throws Problem, ShapeException {
    if (!call.config().text("data_format", "channels_last").equals("channels_last")) {
      throw call.unsupported("data_format channels_first", "Train with channels_last.");
    }
    Value x = call.input(axes + 1);
    List<Integer> over = axes == 1 ? List.of(0) : List.of(0, 1);
    return call.node(new Reduce(kind, over, call.config().flag("keepdims", false)), x);
  }
}
