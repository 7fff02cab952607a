package dev.thimble.resolve;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.declaration.StepDeclaration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How often a model with a signal runs: the first step that cuts the signal says so, perhaps behind
 * steps that make samples of samples.
 *
 * @param cutter the step
 * @param factor how many samples of the signal make one of those that it cuts
 */
record Pace(StepDeclaration cutter, int factor) {
  private static final List<String> FILTERS =
      List.of(
          "Channel",
          "Decimate",
          "Envelope",
          "Filter",
          "MovingAverage",
          "Peaks",
          "PreEmphasis",
          "RemoveDc");
  private static final int MOST_FACTOR = 1 << 12;

  /** The pace of a signal; empty where nothing cuts it. */
  static Optional<Pace> of(List<StepDeclaration> steps, String signal) {
    Map<String, Integer> factors = new HashMap<>(Map.of(signal, 1));
    for (int i = 1; i < steps.size(); i++) {
      StepDeclaration step = steps.get(i);
      AnnotationValues values = step.annotation();
      Integer factor = factors.get(values.text("from").orElse(steps.get(i - 1).name()));
      if (factor == null) {
        continue;
      }
      if (Frames.cuts(values.type())) {
        return Optional.of(new Pace(step, factor));
      } else if (FILTERS.contains(values.type())) {
        int own =
            values.type().equals("Decimate") ? values.integer("value").orElse(1L).intValue() : 1;
        factors.put(step.name(), Math.min(MOST_FACTOR, factor * Math.max(1, own)));
      }
    }
    return Optional.empty();
  }
}
