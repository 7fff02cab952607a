package dev.thimble.importer.keras;

import dev.thimble.importer.keras.Layer.Flow;
import java.util.List;
import java.util.stream.Stream;

/**
 * A model's layers and what flows between them. In a chain of layers each reads the one before.
 *
 * @param inputs flows that are given from outside
 * @param outputs flows that are handed out
 */
record Architecture(String name, List<Layer> layers, List<Flow> inputs, List<Flow> outputs) {
  Architecture {
    layers = List.copyOf(layers);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /**
   * The number by which others name the first call of a layer. Keras 2 counts the making of a model
   * as the first call of it: calls from outside then begin at 1.
   */
  int firstCall(Layer layer) {
    if (layer.nested().isEmpty()) {
      return 0;
    }
    int last =
        Stream.concat(
                outputs.stream(),
                layers.stream().flatMap(l -> l.calls().stream()).flatMap(List::stream))
            .filter(flow -> flow.layer().equals(layer.name()))
            .mapToInt(Flow::call)
            .max()
            .orElse(0);
    return Math.max(0, last + 1 - layer.calls().size());
  }
}
