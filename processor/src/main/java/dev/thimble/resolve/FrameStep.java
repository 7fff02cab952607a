package dev.thimble.resolve;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.graph.ShapeException;

/** {@code @Frame}: a window over samples, weighed. */
final class FrameStep implements StepResolver {
  private static final int MOST_POINTS = 2048;

  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    Block frame = frame(step, step.name());
    step.model().blocks().put(step.name(), frame);
    return Flow.of(step.name(), step.graph().find(step.name()).shape());
  }

  /** The frame that a step's members say, under a name. */
  static Block frame(StepContext step, String name) throws ShapeException, StepFailure {
    Stream sound = Cut.single(step);
    AnnotationValues values = step.values();
    Frames frames = Frames.of(values, sound.rate());
    int next = Integer.highestOneBit(2 * frames.size() - 1);
    int points = values.integer("points").orElse((long) next).intValue();
    if (Integer.bitCount(points) != 1 || points < frames.size() || points > MOST_POINTS) {
      String power = "write a power of two from the size to " + MOST_POINTS + ", such as " + next;
      String samples = "a transform of " + frames.size() + " samples";
      throw Cut.limit(step, "points", points, samples, power);
    }
    Cut.checkHop(step, frames, "frames");
    return new Spectra(step).frame(name, sound, frames, points, first(values));
  }

  /** The first number of the window's formula. */
  private static double first(AnnotationValues values) {
    return switch (values.text("window").orElse("HANN")) {
      case "HANN" -> 0.5;
      case "HAMMING" -> 0.54;
      default -> 1;
    };
  }
}
