package dev.thimble.resolve;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.diagnostic.ShapeMessage;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import java.util.Optional;

/** {@code @Pcm} and {@code @Samples}: each run of the model takes as many samples as a hop has. */
final class SignalStep implements StepResolver {
  /** Sound stands for reals between -1 and 1. */
  private static final double FULL_SCALE = 1.0 / 32768;

  @Override
  public Flow resolve(StepContext step) throws StepFailure {
    boolean sound = step.values().type().equals("Pcm");
    Optional<Pace> pace = Pace.of(step.model().declaration().steps(), step.name());
    if (pace.isEmpty()) {
      step.report(step.step().place(), ShapeMessage.TM1220_NO_FRAMES, step.name());
      throw new StepFailure();
    }
    double rate = rate(step.values());
    int factor = pace.get().factor();
    AnnotationValues cutter = pace.get().cutter().annotation();
    Frames frames = Frames.of(cutter, rate / factor);
    int channels = step.values().integer("channels").orElse(1L).intValue();
    long run = (long) frames.hop() * factor;
    if (run * channels > Short.MAX_VALUE) {
      step.report(
          cutter.placeOf(cutter.has("hop") ? "hop" : "hopMillis"),
          ShapeMessage.TM1221_SIGNAL_LIMIT,
          "hop",
          frames.hop(),
          run * channels + " numbers of " + step.name(),
          "a run takes " + Short.MAX_VALUE + " at most");
      throw new StepFailure();
    }
    Shape shape = sound ? Shape.of((int) run) : Shape.of((int) run, channels);
    int lead = frames.lead() * factor;
    step.model().signals().add(new SignalInput(step.name(), lead * channels, rate / run));
    Quantization scale = Quantization.perTensor(sound ? FULL_SCALE : 1, 0);
    Value samples =
        new Value(step.name(), ElementType.INT16, shape, Optional.of(scale), Optional.empty());
    step.graph().value(samples).input(step.name());
    step.model().streams().put(step.name(), new Stream(samples, rate, lead, sound));
    return Flow.of(step.name(), shape);
  }

  /** Samples a second of a signal's annotation. */
  static double rate(AnnotationValues signal) {
    return signal.type().equals("Pcm")
        ? signal.integer("rate").orElse(1L)
        : signal.number("rate").orElse(1.0);
  }
}
