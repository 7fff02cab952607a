package dev.thimble.graph;

import java.util.List;

/**
 * The means of all stretches of a history of samples, {@code [n]} or {@code [n, channels]}: the
 * sum, half a count more, times a factor, rounded down.
 *
 * @param samples of a stretch
 * @param share 1 / samples
 */
public record RunningMean(int samples, Coefficient share) implements Operator {
  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shape x = inputs.get(0);
    if (x.extent(0) < samples) {
      throw new ShapeException("expected at least " + samples + " samples, got " + x);
    }
    return List.of(x.with(0, x.extent(0) - samples + 1));
  }
}
