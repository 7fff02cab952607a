package dev.thimble.graph;

import java.util.List;

/** Tensors laid end to end along an axis. */
public record Concat(int axis) implements Operator {
  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shape first = inputs.get(0);
    int sum = 0;
    for (Shape shape : inputs) {
      if (shape.rank() != first.rank() || !shape.with(axis, 1).equals(first.with(axis, 1))) {
        throw new ShapeException("expected " + first + " but for axis " + axis + ", got " + shape);
      }
      sum += shape.extent(axis);
    }
    return List.of(first.with(axis, sum));
  }
}
