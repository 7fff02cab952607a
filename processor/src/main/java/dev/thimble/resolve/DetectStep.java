package dev.thimble.resolve;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.diagnostic.LanguageMessage;
import dev.thimble.graph.Detect;
import dev.thimble.graph.ShapeException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code @Detect}: remembered until the scores are integers. */
final class DetectStep implements StepResolver {
  private static final double MILLIS = 1000;
  private static final int MOST_SCORES = 1024;

  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    AnnotationValues values = step.values();
    int label = values.integer("label").orElse(0L).intValue();
    if (label >= step.input().shape().elements()) {
      throw new ShapeException(
          "expected more than " + label + " scores, got " + step.input().shape());
    }
    int smooth = Math.max(1, scores(step, "smoothMillis", MOST_SCORES));
    int refractory = scores(step, "refractoryMillis", Detect.MOST_RUNS);
    int debounce = Math.max(1, scores(step, "debounceMillis", Detect.MOST_RUNS));
    double threshold = values.number("threshold").orElse(1.0);
    Optional<Double> release = values.number("release");
    if (release.isPresent() && release.get() > threshold) {
      throw Cut.limit(
          step, "release", release.get(), "threshold = " + threshold, "write that or less");
    }
    step.model()
        .detections()
        .add(
            new Detection(
                step.name(),
                step.input().value(),
                label,
                threshold,
                smooth,
                refractory,
                debounce,
                release,
                values.flag("lasting").orElse(false)));
    return step.input();
  }

  /** A time as a number of scores. */
  private static int scores(StepContext step, String member, int most) throws StepFailure {
    AnnotationValues values = step.values();
    if (!values.has(member)) {
      return 0;
    }
    Optional<Double> rate = rate(step);
    if (rate.isEmpty()) {
      step.report(
          values.placeOf(member),
          LanguageMessage.TM1036_NEEDS,
          member,
          "a signal",
          "@Pcm or @Samples, or leave it out");
      throw new StepFailure();
    }
    long scores = Math.round(values.integer(member).orElse(0L) / MILLIS * rate.get());
    if (scores > most) {
      throw Cut.limit(
          step,
          member,
          values.integer(member).orElse(0L),
          String.format(Locale.ROOT, "%.1f scores a second", rate.get()),
          "at most " + most + " scores are counted");
    }
    return (int) scores;
  }

  /** Scores a second: as often as the signal's windows on the way to them come. */
  private static Optional<Double> rate(StepContext step) {
    ModelContext model = step.model();
    Map<String, Long> runs = Pace.runs(model.declaration().steps(), model.streams().keySet());
    long each = runs.getOrDefault(step.sources().get(0), 1L);
    return model.signals().stream().findFirst().map(signal -> signal.runsPerSecond() / each);
  }
}
