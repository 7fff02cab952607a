package dev.thimble.graph;

import java.util.List;

/** x, or alpha * x where x is negative; alpha is a tensor that is broadcast. Integers only. */
public record Prelu() implements Operator {
  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    return List.of(Shapes.broadcast(inputs.get(0), inputs.get(1)));
  }
}
