package dev.thimble.importer.keras;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import java.util.Optional;
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
    Layer outer = call.layer();
    Layer wrapped =
        new Layer(
            kind,
            outer.name(),
            outer.index(),
            inner.object("config"),
            outer.calls(),
            outer.group(),
            Optional.empty());
    return KerasImporter.call(call.wrapped(wrapped, call.input()));
  }
}
