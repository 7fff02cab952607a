package dev.thimble.graph;

import java.util.List;

/** The same elements in another shape: free. */
public record Reshape(Shape shape) implements Operator {
  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    if (inputs.get(0).elements() != shape.elements()) {
      throw new ShapeException(
          "expected " + shape.elements() + " elements for " + shape + ", got " + inputs.get(0));
    }
    return List.of(shape);
  }
}
