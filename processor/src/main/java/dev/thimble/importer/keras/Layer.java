package dev.thimble.importer.keras;

import dev.thimble.diagnostic.Problem;
import java.util.List;
import java.util.Optional;

/**
 * One layer of a model.
 *
 * @param kind Keras's class name
 * @param index position in its model
 * @param config its configuration
 * @param calls what it reads each time that it is called, in the order of the calls
 * @param group where an archive keeps its weights
 * @param nested the model, if the layer is one
 */
record Layer(
    String kind,
    String name,
    int index,
    Config config,
    List<List<Flow>> calls,
    String group,
    Optional<Architecture> nested) {
  /**
   * A tensor between layers.
   *
   * @param layer which layer gives it
   * @param call at which of its calls
   * @param output which of its results
   */
  record Flow(String layer, int call, int output) {}

  Layer {
    calls = List.copyOf(calls);
  }

  /**
   * A layer or a function inside of this one, by the object that has its class and its settings.
   */
  Layer inner(Config described) throws Problem {
    return new Layer(
        described.text("class_name"),
        name,
        index,
        described.object("config"),
        calls,
        group,
        Optional.empty());
  }
}
