package dev.thimble.resolve;

import dev.thimble.graph.Energies;
import dev.thimble.graph.GainControl;
import dev.thimble.graph.ShapeException;
import dev.thimble.signal.GainCurve;

/** {@code @Pcan}: the floor in steps of energies, the gain as a table. */
final class PcanStep implements StepResolver {
  private static final double LEAST_FLOOR = 1e-6;

  /** Steps of a result of 1. */
  private static final int UNIT = 256;

  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    Averaged averaged = Averaged.of(step);
    double floor = step.values().number("floor").orElse(LEAST_FLOOR);
    if (floor < LEAST_FLOOR) {
      throw Cut.limit(step, "floor", floor, "energies of 30 bits", "write 1e-6 or more");
    }
    long steps = Math.round(floor * (Energies.MOST + 1));
    GainCurve curve = GainCurve.of(steps, step.values().number("strength").orElse(0.95), UNIT);
    GainControl control = new GainControl(averaged.rate(), steps, curve.first(), curve.table());
    return averaged.result(control, "mean", 1 / Math.sqrt(UNIT));
  }
}
