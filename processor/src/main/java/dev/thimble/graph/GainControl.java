package dev.thimble.graph;

import java.util.List;
import java.util.OptionalLong;

/**
 * Energies below 2^30 times a gain that falls with what they were on average: {@code mean += (x -
 * mean) * rate; y = x * gain(mean + floor)}, products rounded down. The second output keeps the
 * mean.
 *
 * @param rate how much a frame counts
 * @param floor what is added to the mean, at most 2^30
 * @param first digits of the numbers in the gain's first octave
 * @param gains for each octave start, slope and curvature of a parabola in the 10 bits behind the
 *     first one, and the shift of a product beyond 16 bits
 */
public record GainControl(Coefficient rate, long floor, int first, List<Integer> gains)
    implements Operator {
  /** Position of the means among the outputs. */
  public static final int MEAN = 1;

  /** Copies the list. */
  public GainControl {
    gains = List.copyOf(gains);
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) {
    return List.of(inputs.get(0), inputs.get(0));
  }

  @Override
  public OptionalLong kept(int output) {
    return output == MEAN ? OptionalLong.of(0) : OptionalLong.empty();
  }

  @Override
  public OptionalLong most(int output) {
    return OptionalLong.of(Energies.MOST);
  }
}
