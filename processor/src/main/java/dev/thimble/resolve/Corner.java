package dev.thimble.resolve;

import dev.thimble.graph.Shape;
import dev.thimble.importer.Array;
import java.util.Optional;

/** The first elements along each axis of an array: weights for a step that was made smaller. */
final class Corner {
  private Corner() {}

  /** The corner of that shape; empty if the array is not larger than it. */
  static Optional<float[]> of(Array array, Shape shape) {
    if (array.extents().size() != shape.rank() || array.extents().equals(shape.extents())) {
      return Optional.empty();
    }
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (array.extents().get(axis) < shape.extent(axis)) {
        return Optional.empty();
      }
    }
    float[] all = array.floats();
    float[] corner = new float[shape.size()];
    for (int i = 0; i < corner.length; i++) {
      int rest = i;
      int at = 0;
      int stride = 1;
      for (int axis = shape.rank() - 1; axis >= 0; axis--) {
        at += rest % shape.extent(axis) * stride;
        rest /= shape.extent(axis);
        stride *= array.extents().get(axis);
      }
      corner[i] = all[at];
    }
    return Optional.of(corner);
  }
}
