package dev.thimble.graph;

import java.util.List;

/**
 * The energy of bands of a spectrum on a logarithmic scale: {@code 64 * log2(sum of re^2 + im^2)},
 * less 128 for each bit that the second input says the samples were shifted. The logarithm is exact
 * to two steps; no energy counts as 1.
 *
 * @param starts first bin of each band, and the end of the last
 * @param mantissas 64 * log2 of 1 to 2, in 64 steps
 */
public record BandLevels(List<Integer> starts, List<Integer> mantissas) implements Operator {
  /** Copies the lists. */
  public BandLevels {
    starts = List.copyOf(starts);
    mantissas = List.copyOf(mantissas);
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shapes.expectRank("spectrum", inputs.get(0), 2);
    if (starts.get(starts.size() - 1) > inputs.get(0).extent(0)) {
      throw new ShapeException(
          "expected " + starts.get(starts.size() - 1) + " bins, got " + inputs.get(0));
    }
    return List.of(Shape.of(starts.size() - 1));
  }
}
