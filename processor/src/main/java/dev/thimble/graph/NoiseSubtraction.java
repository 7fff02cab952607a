package dev.thimble.graph;

import java.util.List;
import java.util.OptionalLong;

/**
 * Energies below 2^30 less what they were on average: {@code noise += (x - noise) * rate; y = max(x
 * - noise, x * floor)}, products rounded down. The second output keeps the noise.
 *
 * @param rate how much a frame counts
 * @param floor the share that stays at least
 */
public record NoiseSubtraction(Coefficient rate, Coefficient floor) implements Operator {
  /** Position of the noise among the outputs. */
  public static final int NOISE = 1;

  @Override
  public List<Shape> infer(List<Shape> inputs) {
    return List.of(inputs.get(0), inputs.get(0));
  }

  @Override
  public OptionalLong kept(int output) {
    return output == NOISE ? OptionalLong.of(0) : OptionalLong.empty();
  }

  @Override
  public OptionalLong most(int output) {
    return OptionalLong.of(Energies.MOST);
  }
}
