package dev.thimble.graph;

import java.util.List;
import java.util.OptionalLong;

/**
 * Peaks of samples, {@code [n]} or {@code [n, channels]}: for each sample the one before it where
 * that was at least as large as its own predecessor, is larger than this one and at least {@code
 * least}, and where none was found within {@code apart} samples; 0 else.
 *
 * <p>The second output keeps, by channel, the last sample, the one before it, and how many samples
 * are to be waited for.
 *
 * @param least the smallest peak
 * @param apart samples after a peak without another
 */
public record Peaks(int least, int apart) implements Operator {
  /** Position of what is kept among the outputs. */
  public static final int KEPT = 1;

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shape x = inputs.get(0);
    return List.of(x, Shape.of(3, x.rank() == 1 ? 1 : x.extent(-1)));
  }

  @Override
  public OptionalLong kept(int output) {
    return output == KEPT ? OptionalLong.of(0) : OptionalLong.empty();
  }
}
