package dev.thimble.graph;

import java.util.List;

/**
 * Energies times a gain that falls with what they were on average: {@code y = x * gain(mean +
 * floor)}, rounded down.
 *
 * @param rate how much a frame counts
 * @param floor what is added to the mean, at most 2^30
 * @param first digits of the numbers in the gain's first octave
 * @param gains for each octave start, slope and curvature of a parabola in the 10 bits behind the
 *     first one, and the shift of a product beyond 16 bits
 */
public record GainControl(Coefficient rate, long floor, int first, List<Integer> gains)
    implements AveragedEnergies {
  /** Copies the list. */
  public GainControl {
    gains = List.copyOf(gains);
  }
}
