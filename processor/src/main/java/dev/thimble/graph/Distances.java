package dev.thimble.graph;

import java.util.List;

/** Squared Euclidean distances of the input, in one row, to each row of points [points, inputs]. */
public record Distances() implements Operator {
  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shape x = inputs.get(0);
    Shape points = inputs.get(1);
    Shapes.expectRank("points", points, 2);
    if (x.elements() != points.extent(1)) {
      throw new ShapeException("expected points of " + x.elements() + " elements, got " + points);
    }
    return List.of(Shape.of(points.extent(0)));
  }
}
