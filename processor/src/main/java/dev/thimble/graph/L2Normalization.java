package dev.thimble.graph;

import java.util.List;

/** Each row along the last axis divided by its length, the root of its sum of squares. */
public record L2Normalization() implements Operator {
  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    if (inputs.get(0).rank() == 0) {
      throw new ShapeException("expected rows, got a single number");
    }
    return List.of(inputs.get(0));
  }
}
