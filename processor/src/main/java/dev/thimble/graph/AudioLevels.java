package dev.thimble.graph;

import java.util.List;
import java.util.OptionalLong;

/**
 * Amplitudes of bands without their steady noise, their gain controlled by channel, on a
 * logarithmic scale of 1/64: the last three stages of TensorFlow Lite's audio front end. The second
 * output is the noise estimate, which is kept.
 *
 * @param smoothing how much a frame counts in a band's noise estimate, in steps of 1/16384, by band
 * @param gains of the gain control: parts of a quadratic curve for each octave of the estimate
 * @param logarithms of 1 to 2 less the straight line between, in 128 steps, 16 bits of fraction
 * @param bytes whether the result is a signed byte, {@code (level * 256 + 333) / 666 - 128}
 */
public record AudioLevels(
    List<Integer> smoothing, List<Integer> gains, List<Integer> logarithms, boolean bytes)
    implements Operator {
  /** Position of the noise estimates among the outputs. */
  public static final int NOISE = 1;

  /** Copies the lists. */
  public AudioLevels {
    smoothing = List.copyOf(smoothing);
    gains = List.copyOf(gains);
    logarithms = List.copyOf(logarithms);
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    if (inputs.get(0).elements() != smoothing.size()) {
      throw new ShapeException("expected " + smoothing.size() + " bands, got " + inputs.get(0));
    }
    return List.of(inputs.get(0), inputs.get(0));
  }

  @Override
  public OptionalLong kept(int output) {
    return output == NOISE ? OptionalLong.of(0) : OptionalLong.empty();
  }
}
