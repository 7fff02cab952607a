package dev.thimble.graph;

import java.util.List;

/** Truth values: two tensors compared element by element, broadcast. */
public record Compare(Relation relation) implements Operator {
  /** What is asked. */
  public enum Relation {
    /** a == b. */
    EQUAL,
    /** a != b. */
    NOT_EQUAL,
    /** a < b. */
    LESS,
    /** a <= b. */
    LESS_EQUAL,
    /** a > b. */
    GREATER,
    /** a >= b. */
    GREATER_EQUAL;

    /** Whether it only asks whether both are the same. */
    public boolean isEquality() {
      return this == EQUAL || this == NOT_EQUAL;
    }
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    return List.of(Shapes.broadcast(inputs.get(0), inputs.get(1)));
  }
}
