package dev.thimble.importer.keras;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;

/** What one kind of layer becomes. */
interface LayerReader {
  /** Adds the layer's nodes and gives its result. */
  Value read(LayerCall call) throws Problem, ShapeException;
}
