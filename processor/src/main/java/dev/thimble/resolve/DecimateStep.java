package dev.thimble.resolve;

import dev.thimble.graph.Fir;
import dev.thimble.graph.ShapeException;
import dev.thimble.signal.LowPassTaps;

/** {@code @Decimate}: a low pass of which only some results are computed. */
final class DecimateStep extends SampleStep {
  @Override
  Stream resolve(StepContext step, Stream given) throws ShapeException, StepFailure {
    int factor = step.values().integer("value").orElse(2L).intValue();
    if (given.run() % factor != 0) {
      throw Cut.limit(
          step,
          "value",
          factor,
          step.sources().get(0) + ", of which a run brings " + given.run() + " samples",
          "the hop of what cuts the signal must divide by it");
    }
    LowPassTaps taps = LowPassTaps.before(factor);
    Fir fir = new Fir(taps.taps(), factor, taps.shift());
    String history = history(step, given, fir.history(given.run() / factor));
    return new Stream(
        node(step, fir, history, given),
        given.rate() / factor,
        given.lead() / factor,
        given.sound());
  }
}
