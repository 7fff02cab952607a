package dev.thimble.resolve;

import dev.thimble.graph.NoiseSubtraction;
import dev.thimble.graph.ShapeException;

/** {@code @SubtractNoise}: the time as a share of a frame. */
final class SubtractNoiseStep implements StepResolver {
  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    Averaged averaged = Averaged.of(step);
    NoiseSubtraction subtraction =
        new NoiseSubtraction(
            averaged.rate(), Coefficients.of(step.values().number("floor").orElse(0.05)));
    return averaged.result(subtraction, "noise", averaged.energies().unit());
  }
}
