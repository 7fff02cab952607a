package dev.thimble.graph;

import java.util.List;

/**
 * Every step-th element of each axis, from begin on.
 *
 * @param begin index of the first element of each axis
 * @param step distance between elements of each axis, may be negative
 * @param shape elements of each axis
 */
public record Slice(List<Integer> begin, List<Integer> step, Shape shape) implements Operator {
  /** Copies the lists. */
  public Slice {
    begin = List.copyOf(begin);
    step = List.copyOf(step);
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shape x = inputs.get(0);
    Shapes.expectRank("input", x, begin.size());
    for (int axis = 0; axis < x.rank(); axis++) {
      int last = begin.get(axis) + (shape.extent(axis) - 1) * step.get(axis);
      if (begin.get(axis) < 0
          || begin.get(axis) >= x.extent(axis)
          || last < 0
          || last >= x.extent(axis)) {
        throw new ShapeException("a slice from " + begin + " of " + shape + " leaves " + x);
      }
    }
    return List.of(shape);
  }
}
