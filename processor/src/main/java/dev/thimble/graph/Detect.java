package dev.thimble.graph;

import java.util.List;
import java.util.OptionalLong;

/**
 * Whether a score reached its threshold: 1 where the sum of the last scores, each less {@code
 * zeroPoint}, is at least {@code threshold} for the {@code debounce}-th time in a row, unless there
 * was a 1 in the {@code refractory} runs before or the sum has not been below {@code release} since
 * the last one; 0 else. With {@code lasting} it is 1 from there until the sum is below release.
 *
 * <p>Outputs: the decision; the scores of the last runs; how many runs are to be waited for; and,
 * where {@link #holds}, how often the threshold was reached in a row and whether it lasts.
 *
 * @param label which of the scores
 * @param scores how many are summed
 * @param zeroPoint what a score of 0 is in integers
 * @param threshold of the sum
 * @param refractory runs without another detection
 * @param debounce how often in a row the sum must reach the threshold
 * @param release below which it has ended; {@link #NONE} where it ends at once
 * @param lasting whether it is 1 for as long as it lasts
 */
public record Detect(
    int label,
    int scores,
    int zeroPoint,
    long threshold,
    int refractory,
    int debounce,
    long release,
    boolean lasting)
    implements Operator {
  /** Position of the last scores among the outputs. */
  public static final int HISTORY = 1;

  /** Position of the runs that are to be waited for. */
  public static final int WAIT = 2;

  /** Position of what holds on: how often in a row, and whether it lasts. */
  public static final int HELD = 3;

  /** The most runs that a decision counts. */
  public static final int MOST_RUNS = Short.MAX_VALUE;

  /** A release that is always there. */
  public static final long NONE = Long.MAX_VALUE;

  /** A detection that ends at once. */
  public Detect(int label, int scores, int zeroPoint, long threshold, int refractory) {
    this(label, scores, zeroPoint, threshold, refractory, 1, NONE, false);
  }

  /** Whether anything but the waiting holds on from run to run. */
  public boolean holds() {
    return debounce > 1 || release != NONE || lasting;
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    if (label >= inputs.get(0).elements()) {
      throw new ShapeException("expected more than " + label + " scores, got " + inputs.get(0));
    }
    List<Shape> shapes = List.of(Shape.of(1), Shape.of(scores), Shape.of(1), Shape.of(2));
    return holds() ? shapes : shapes.subList(0, HELD);
  }

  @Override
  public OptionalLong kept(int output) {
    return output == 0 ? OptionalLong.empty() : OptionalLong.of(0);
  }
}
