package dev.thimble.resolve;

import dev.thimble.graph.Fir;
import dev.thimble.graph.ShapeException;
import java.util.List;

/** {@code @PreEmphasis}: a filter of two taps. */
final class PreEmphasisStep extends SampleStep {
  private static final int SHIFT = 14;

  @Override
  Stream resolve(StepContext step, Stream given) throws ShapeException {
    Fir fir = filter(step.values().number("value").orElse(0.97));
    return given.through(node(step, fir, history(step, given, fir.history(given.run())), given));
  }

  private static Fir filter(double coefficient) {
    int before = (int) -Math.round(Math.scalb(coefficient, SHIFT));
    return new Fir(List.of(before, 1 << SHIFT), 1, SHIFT);
  }
}
