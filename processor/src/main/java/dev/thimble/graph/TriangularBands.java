package dev.thimble.graph;

import java.util.List;

/**
 * Energies of bands that overlap by half. Each bin belongs to an interval between the middles of
 * two bands; {@code part = floor(energy * weight / 256)} goes to the band above, the rest to the
 * band below. Energies of 2^22 and more are divided first. Sums are clamped below 2^30.
 *
 * @param starts first bin of each interval, and the end of the last; one interval more than bands
 * @param weights by bin from the first on, in steps of 1/256
 */
public record TriangularBands(List<Integer> starts, List<Integer> weights) implements Operator {
  /** Copies the lists. */
  public TriangularBands {
    starts = List.copyOf(starts);
    weights = List.copyOf(weights);
  }

  /** Number of bands. */
  public int bands() {
    return starts.size() - 2;
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    int bins = starts.get(starts.size() - 1);
    if (inputs.get(0).rank() != 1 || bins > inputs.get(0).extent(0)) {
      throw new ShapeException("expected " + bins + " bins, got " + inputs.get(0));
    }
    return List.of(Shape.of(bands()));
  }
}
