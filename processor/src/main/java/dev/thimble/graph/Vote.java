package dev.thimble.graph;

import java.util.List;
import java.util.OptionalLong;

/**
 * The class with more than half of the last votes, {@code otherwise} where there is none. A run
 * votes for its largest score, the first of equals, if that is at least {@code least}.
 *
 * <p>Outputs: the decision; the votes of the last runs, counted from 1, 0 for nobody.
 *
 * @param over how many runs vote
 * @param least the smallest score that counts, in integers
 * @param otherwise what is given where no class wins
 */
public record Vote(int over, int least, int otherwise) implements Operator {
  /** Position of the votes among the outputs. */
  public static final int VOTES = 1;

  /** Votes are kept in bytes. */
  public static final int MOST_CLASSES = 255;

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shape scores = inputs.get(0);
    if (scores.elements() > MOST_CLASSES || otherwise >= scores.elements()) {
      throw new ShapeException(
          "expected " + (otherwise + 1) + " to " + MOST_CLASSES + " scores, got " + scores);
    }
    return List.of(Shape.of(1), Shape.of(over));
  }

  @Override
  public OptionalLong kept(int output) {
    return output == VOTES ? OptionalLong.of(0) : OptionalLong.empty();
  }
}
