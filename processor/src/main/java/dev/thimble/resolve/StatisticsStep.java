package dev.thimble.resolve;

import dev.thimble.declaration.StepDeclaration;
import dev.thimble.diagnostic.LanguageMessage;
import dev.thimble.diagnostic.ShapeMessage;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Statistics;
import dev.thimble.graph.Statistics.Measure;
import dev.thimble.graph.Value;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code @Statistics}: figures of a window's channels, 32-bit integers that stand for themselves.
 */
final class StatisticsStep implements StepResolver {
  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    Value window = step.graph().find(step.input().value());
    if (window.element() != ElementType.INT16) {
      step.report(
          step.values().place(),
          ShapeMessage.TM1223_NO_WINDOW,
          "Statistics",
          step.sources().get(0),
          "a window of readings: @Recent behind @Samples or @Pcm");
      throw new StepFailure();
    }
    List<Measure> measures =
        step.values().texts("value").orElse(List.of()).stream().map(Measure::valueOf).toList();
    Set<Measure> distinct = EnumSet.noneOf(Measure.class);
    distinct.addAll(measures);
    if (measures.isEmpty() || distinct.size() < measures.size()) {
      step.report(
          step.values().placeOf("value"),
          LanguageMessage.TM1019_EXTENTS,
          "value",
          measures.size(),
          "each figure once, at least one");
      throw new StepFailure();
    }
    Value figures =
        new History(step)
            .node(
                new Statistics(measures),
                List.of(window.name()),
                List.of(
                    new History.Result(
                        step.name(),
                        ElementType.INT32,
                        Optional.of(Quantization.perTensor(1, 0)))));
    return Flow.of(step.name(), figures.shape());
  }

  /** Whether a step gives exact integers that data files may hold. */
  static boolean isExact(StepDeclaration step) {
    return List.of("Recent", "Statistics", "Normalise").contains(step.annotation().type());
  }
}
