package dev.thimble.resolve;

import dev.thimble.graph.Coefficient;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Envelope;
import dev.thimble.graph.ShapeException;

/** {@code @Envelope}: factors from time constants. */
final class EnvelopeStep extends SampleStep {
  @Override
  Stream resolve(StepContext step, Stream given) throws ShapeException {
    Envelope envelope =
        new Envelope(
            factor(step, "attackMillis", given.rate()),
            factor(step, "releaseMillis", given.rate()));
    String from = given.value().name();
    return given.through(node(step, envelope, from, given, ElementType.INT32));
  }

  private static Coefficient factor(StepContext step, String member, double rate) {
    return Coefficients.average(step.values().number(member).orElse(0.0), rate);
  }
}
