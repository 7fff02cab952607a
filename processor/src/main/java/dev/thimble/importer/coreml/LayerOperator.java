package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.Problem;

/** What one kind of layer becomes. */
@FunctionalInterface
interface LayerOperator {
  /** Adds what the layer computes and gives its results. */
  void read(LayerStep step) throws Problem;
}
