package dev.thimble.graph;

import java.util.List;
import java.util.OptionalLong;

/**
 * The class with the largest sum of the last scores, the first of equals; {@code otherwise} where
 * that is below {@code least}. Missing scores at the start count as 0.
 *
 * <p>Outputs: the decision; the scores of the last runs, less the zero point.
 *
 * @param over how many runs
 * @param zeroPoint what a score of 0 is in integers
 * @param least the smallest sum that counts
 * @param otherwise what is given where no class wins
 */
public record MeanVote(int over, int zeroPoint, long least, int otherwise) implements Operator {
  /** Position of the scores among the outputs. */
  public static final int HISTORY = 1;

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shape scores = inputs.get(0);
    if (scores.elements() > Vote.MOST_CLASSES || otherwise >= scores.elements()) {
      throw new ShapeException(
          "expected " + (otherwise + 1) + " to " + Vote.MOST_CLASSES + " scores, got " + scores);
    }
    return List.of(Shape.of(1), Shape.of(over, scores.size()));
  }

  @Override
  public OptionalLong kept(int output) {
    return output == HISTORY ? OptionalLong.of(0) : OptionalLong.empty();
  }
}
