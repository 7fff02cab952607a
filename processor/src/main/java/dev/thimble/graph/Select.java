package dev.thimble.graph;

import java.util.List;

/** Of two tensors, the first where a tensor of truth values holds, else the second; broadcast. */
public record Select() implements Operator {
  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    return List.of(Shapes.broadcast(Shapes.broadcast(inputs.get(0), inputs.get(1)), inputs.get(2)));
  }
}
