package dev.thimble.resolve;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.declaration.StepDeclaration;
import dev.thimble.diagnostic.ShapeMessage;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import java.util.List;
import java.util.Optional;

/** {@code @Pcm} and {@code @Samples}: each run of the model takes as many samples as a hop has. */
final class SignalStep implements StepResolver {
  /** Sound stands for reals between -1 and 1. */
  private static final double FULL_SCALE = 1.0 / 32768;

  @Override
  public Flow resolve(StepContext step) throws StepFailure {
    boolean sound = step.values().type().equals("Pcm");
    Optional<StepDeclaration> reader = reader(step);
    if (reader.isEmpty()) {
      step.report(step.step().place(), ShapeMessage.TM1220_NO_FRAMES, step.name());
      throw new StepFailure();
    }
    double rate = rate(step.values());
    Frames frames = Frames.of(reader.get().annotation(), rate);
    int channels = step.values().integer("channels").orElse(1L).intValue();
    Shape shape = sound ? Shape.of(frames.hop()) : Shape.of(frames.hop(), channels);
    step.model()
        .signals()
        .add(new SignalInput(step.name(), frames.lead() * channels, rate / frames.hop()));
    Quantization scale = Quantization.perTensor(sound ? FULL_SCALE : 1, 0);
    step.graph()
        .value(
            new Value(step.name(), ElementType.INT16, shape, Optional.of(scale), Optional.empty()))
        .input(step.name());
    return Flow.of(step.name(), shape);
  }

  /** Samples a second of a signal's annotation. */
  static double rate(AnnotationValues signal) {
    return signal.type().equals("Pcm")
        ? signal.integer("rate").orElse(1L)
        : signal.number("rate").orElse(1.0);
  }

  /** The first step behind the signal. */
  private static Optional<StepDeclaration> reader(StepContext step) {
    List<StepDeclaration> steps = step.model().declaration().steps();
    for (int i = 1; i < steps.size(); i++) {
      String above = steps.get(i - 1).name();
      boolean reads = steps.get(i).annotation().text("from").orElse(above).equals(step.name());
      if (reads && Frames.cuts(steps.get(i).annotation().type())) {
        return Optional.of(steps.get(i));
      }
    }
    return Optional.empty();
  }
}
