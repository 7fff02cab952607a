package dev.thimble.graph;

import java.util.List;

/** Two tensors element by element, the smaller one broadcast as in NumPy. */
public record Binary(Kind kind, Activation activation) implements Operator {
  /** What is computed. */
  public enum Kind {
    /** a + b. */
    ADD,
    /** a - b. */
    SUB,
    /** a * b. */
    MUL,
    /** a / b. */
    DIV,
    /** The larger. */
    MAXIMUM,
    /** The smaller. */
    MINIMUM,
    /** (a - b)^2. */
    SQUARED_DIFFERENCE
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    return List.of(Shapes.broadcast(inputs.get(0), inputs.get(1)));
  }
}
