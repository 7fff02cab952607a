package dev.thimble.resolve;

import dev.thimble.graph.RunningMean;
import dev.thimble.graph.ShapeException;

/** {@code @MovingAverage}: the means of all stretches of a history. */
final class MovingAverageStep extends SampleStep {
  @Override
  Stream resolve(StepContext step, Stream given) throws ShapeException {
    int samples = step.values().integer("value").orElse(2L).intValue();
    RunningMean mean = new RunningMean(samples, Coefficients.of(1.0 / samples));
    String history = history(step, given, samples - 1 + given.run());
    return given.through(node(step, mean, history, given));
  }
}
