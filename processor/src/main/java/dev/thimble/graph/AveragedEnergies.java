package dev.thimble.graph;

import java.util.List;
import java.util.OptionalLong;

/**
 * Energies below 2^30 and what they were on average: {@code mean += (x - mean) * rate}, products
 * rounded down. The second output keeps the mean.
 */
public sealed interface AveragedEnergies extends Operator permits GainControl, NoiseSubtraction {
  /** Position of the means among the outputs. */
  int MEAN = 1;

  /** How much a frame counts. */
  Coefficient rate();

  @Override
  default List<Shape> infer(List<Shape> inputs) {
    return List.of(inputs.get(0), inputs.get(0));
  }

  @Override
  default OptionalLong kept(int output) {
    return output == MEAN ? OptionalLong.of(0) : OptionalLong.empty();
  }

  @Override
  default OptionalLong most(int output) {
    return OptionalLong.of(Energies.MOST);
  }
}
