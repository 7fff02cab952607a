package dev.thimble.graph;

import java.util.List;

/**
 * Indices of the largest of some scores, the largest first; the first of equals.
 *
 * @param count how many
 */
public record TopK(int count) implements Operator {
  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shape scores = inputs.get(0);
    if (scores.elements() > Vote.MOST_CLASSES || count > scores.elements()) {
      throw new ShapeException(
          "expected " + count + " to " + Vote.MOST_CLASSES + " scores, got " + scores);
    }
    return List.of(Shape.of(count));
  }
}
