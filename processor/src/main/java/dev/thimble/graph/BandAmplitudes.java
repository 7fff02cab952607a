package dev.thimble.graph;

import java.util.List;

/**
 * How strong a spectrum is in bands that overlap by half, as TensorFlow Lite's audio front end
 * computes it. Each bin belongs to one interval; its energy {@code re^2 + im^2} goes into that
 * interval's band by its weight and into the next band by its rest. A band's amplitude is the
 * rounded root of its sum, shifted right by the second input. The first interval's band is not
 * handed out.
 *
 * @param starts first bin of each interval, and the end of the last; one interval more than bands
 * @param weights by bin from the first on, in steps of 1/4096
 * @param rests by bin from the first on: what goes to the next band
 */
public record BandAmplitudes(List<Integer> starts, List<Integer> weights, List<Integer> rests)
    implements Operator {
  /** Copies the lists. */
  public BandAmplitudes {
    starts = List.copyOf(starts);
    weights = List.copyOf(weights);
    rests = List.copyOf(rests);
  }

  /** Number of bands. */
  public int bands() {
    return starts.size() - 2;
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shapes.expectRank("spectrum", inputs.get(0), 2);
    if (starts.get(starts.size() - 1) > inputs.get(0).extent(0)) {
      throw new ShapeException(
          "expected " + starts.get(starts.size() - 1) + " bins, got " + inputs.get(0));
    }
    return List.of(Shape.of(bands()));
  }
}
