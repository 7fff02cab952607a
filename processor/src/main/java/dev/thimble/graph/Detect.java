package dev.thimble.graph;

import java.util.List;
import java.util.OptionalLong;

/**
 * Whether a score reached its threshold: 1 where the sum of the last scores, each less {@code
 * zeroPoint}, is at least {@code threshold}, unless there was a 1 in the {@code refractory} runs
 * before; 0 else.
 *
 * <p>Outputs: the decision; the scores of the last runs; how many runs are to be waited for.
 *
 * @param label which of the scores
 * @param scores how many are summed
 * @param zeroPoint what a score of 0 is in integers
 * @param threshold of the sum
 * @param refractory runs without another detection
 */
public record Detect(int label, int scores, int zeroPoint, long threshold, int refractory)
    implements Operator {
  /** Position of the last scores among the outputs. */
  public static final int HISTORY = 1;

  /** Position of the runs that are to be waited for. */
  public static final int WAIT = 2;

  /** The most runs that a decision counts. */
  public static final int MOST_RUNS = Short.MAX_VALUE;

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    if (label >= inputs.get(0).elements()) {
      throw new ShapeException("expected more than " + label + " scores, got " + inputs.get(0));
    }
    return List.of(Shape.of(1), Shape.of(scores), Shape.of(1));
  }

  @Override
  public OptionalLong kept(int output) {
    return output == 0 ? OptionalLong.empty() : OptionalLong.of(0);
  }
}
