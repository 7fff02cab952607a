package dev.thimble.importer.keras;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import java.util.Set;

/** {@code TimeDistributed} around a layer of the last axis, which then is that layer. */
final class TimeDistributedLayer implements LayerReader {
  private static final Set<String> LAST_AXIS =
      Set.of("Activation", "BatchNormalization", "Dense", "Dropout", "ELU", "LeakyReLU", "ReLU");

  @Override
  public Value read(LayerCall call) throws Problem, ShapeException {
    Config inner = call.config().object("layer");
    String kind = inner.text("class_name");
    if (!LAST_AXIS.contains(kind)) {
      throw call.unsupported(
          "a layer " + kind + " at each step", "Wrap layers of the last axis, such as Dense.");
    }
    return KerasImporter.call(call.wrapped(call.layer().inner(inner), call.input()));
  }
}
