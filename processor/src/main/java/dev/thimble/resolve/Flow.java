package dev.thimble.resolve;

import dev.thimble.graph.Shape;
import java.util.List;
import java.util.Optional;

/**
 * What flows out of a step.
 *
 * @param value name of the graph's value
 * @param shape its extents
 * @param trainedOrder for a picture in one row, the index that each element had when it was
 *     trained, where that is another one: the weights of a layer behind it are permuted by it
 */
record Flow(String value, Shape shape, Optional<List<Integer>> trainedOrder) {
  /** A flow whose elements lie as they were trained. */
  static Flow of(String value, Shape shape) {
    return new Flow(value, shape, Optional.empty());
  }

  /** The same elements, in the same order, after a function of each. */
  Flow to(String newValue, Shape newShape) {
    return new Flow(newValue, newShape, trainedOrder);
  }
}
