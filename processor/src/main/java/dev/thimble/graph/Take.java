package dev.thimble.graph;

import java.util.List;

/**
 * Slices along an axis by their index, each as often as it is named.
 *
 * @param axis counted from the front
 * @param indices which slices, in the order of the result
 */
public record Take(int axis, List<Integer> indices) implements Operator {
  /** Copies the indices. */
  public Take {
    indices = List.copyOf(indices);
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shape x = inputs.get(0);
    for (int index : indices) {
      if (index < 0 || index >= x.extent(axis)) {
        throw new ShapeException("index " + index + " leaves axis " + axis + " of " + x);
      }
    }
    return List.of(x.with(axis, indices.size()));
  }
}
