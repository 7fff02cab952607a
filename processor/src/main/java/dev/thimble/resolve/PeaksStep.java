package dev.thimble.resolve;

import dev.thimble.graph.ElementType;
import dev.thimble.graph.Peaks;
import dev.thimble.graph.ShapeException;

/** {@code @Peaks}: the height in integers, the time in samples. */
final class PeaksStep extends SampleStep {
  private static final double MILLIS = 1000;
  private static final double ALMOST = 1e-6;

  @Override
  Stream resolve(StepContext step, Stream given) throws ShapeException, StepFailure {
    double height = step.values().number("least").orElse(1.0);
    double least = Math.ceil(height / given.value().quantized().scale() - ALMOST);
    if (least > Short.MAX_VALUE) {
      throw Cut.limit(step, "least", height, "samples of 16 bits", "write less");
    }
    double millis = step.values().number("apartMillis").orElse(0.0);
    long apart = Math.round(millis / MILLIS * given.rate());
    if (apart >= Short.MAX_VALUE) {
      String rate = given.rate() + " samples a second";
      throw Cut.limit(step, "apartMillis", millis, rate, "at most 32766 samples are counted");
    }
    Peaks peaks = new Peaks((int) least, (int) apart);
    String from = given.value().name();
    return given.through(node(step, peaks, from, given, ElementType.INT16));
  }
}
