package dev.thimble.graph;

import java.util.List;

/**
 * By how much the smallest of some distances exceeds the limit of its point [points]; the first one
 * of equals is the smallest. Above 0 is out of order.
 */
public record Excess() implements Operator {
  /** Position of the limits. */
  public static final int LIMITS = 1;

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    if (inputs.get(0).elements() != inputs.get(LIMITS).elements()) {
      throw new ShapeException(
          "expected a limit for each of " + inputs.get(0) + ", got " + inputs.get(LIMITS));
    }
    return List.of(Shape.of(1));
  }
}
