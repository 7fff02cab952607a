package dev.thimble.resolve;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.declaration.StepDeclaration;
import dev.thimble.diagnostic.LanguageMessage;
import dev.thimble.diagnostic.ShapeMessage;
import dev.thimble.graph.Detect;
import dev.thimble.graph.ShapeException;
import java.util.Optional;
import java.util.Set;

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
      step.report(
          values.placeOf(member),
          ShapeMessage.TM1221_SIGNAL_LIMIT,
          member,
          values.integer(member).orElse(0L),
          String.format(java.util.Locale.ROOT, "%.1f scores a second", rate.get()),
          "at most " + most + " scores are counted");
      throw new StepFailure();
    }
    return (int) scores;
  }

  /** Scores a second: as often as the signal's windows come. */
  private static Optional<Double> rate(StepContext step) {
    Optional<SignalInput> signal = step.model().signals().stream().findFirst();
    Set<String> samples = step.model().streams().keySet();
    double rate = signal.map(SignalInput::runsPerSecond).orElse(0.0);
    for (StepDeclaration window : step.model().declaration().steps()) {
      boolean overFrames =
          window.annotation().type().equals("Recent") && !samples.contains(reads(step, window));
      if (overFrames) {
        rate /= window.annotation().integer("hop").orElse(1L);
      }
    }
    return signal.isPresent() ? Optional.of(rate) : Optional.empty();
  }

  private static String reads(StepContext step, StepDeclaration reader) {
    var steps = step.model().declaration().steps();
    int index = Math.max(1, steps.indexOf(reader));
    return reader.annotation().text("from").orElse(steps.get(index - 1).name());
  }
}
