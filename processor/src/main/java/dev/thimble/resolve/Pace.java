package dev.thimble.resolve;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.declaration.StepDeclaration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
      List<String> sources = Wiring.written(steps, i);
      Integer factor = sources.isEmpty() ? null : factors.get(sources.get(0));
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

  /**
   * How many runs bring one result of each step, where windows over frames are waited for on the
   * way to it.
   *
   * @param samples steps that give samples, whose windows come with every run
   */
  static Map<String, Long> runs(List<StepDeclaration> steps, Set<String> samples) {
    Map<String, Long> runs = new HashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      StepDeclaration step = steps.get(i);
      List<String> sources = Wiring.written(steps, i);
      long most = sources.stream().mapToLong(s -> runs.getOrDefault(s, 1L)).max().orElse(1);
      boolean window = step.annotation().type().equals("Recent");
      boolean waits = window && sources.stream().noneMatch(samples::contains);
      runs.put(step.name(), waits ? most * step.annotation().integer("hop").orElse(1L) : most);
    }
    return runs;
  }
}
