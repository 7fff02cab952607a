package dev.thimble.importer.keras;

import dev.thimble.importer.Array;
import java.util.List;

/** Finds the arrays of layers; each generation of Keras keeps them in other places. */
interface LayerWeights {
  /**
   * The arrays of a layer, in the order in which Keras makes them.
   *
   * @param outermost the layer of the outermost model that the layer is, or is in
   */
  List<Array> of(Layer layer, Layer outermost);
}
