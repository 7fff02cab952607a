package dev.thimble.resolve;

import dev.thimble.diagnostic.LanguageMessage;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import java.util.List;

/** {@code @Input}. */
final class InputStep implements StepResolver {
  private static final long MOST_ELEMENTS = 1 << 24;

  @Override
  public Flow resolve(StepContext step) throws StepFailure {
    List<Integer> extents = step.values().integers("shape").orElse(List.of());
    Shape shape = new Shape(extents);
    double elements = extents.stream().mapToDouble(e -> e).reduce(1, (a, b) -> a * b);
    if (elements > MOST_ELEMENTS) {
      step.report(
          step.values().placeOf("shape"), LanguageMessage.TM1035_TOO_LARGE, shape, MOST_ELEMENTS);
      throw new StepFailure();
    }
    step.graph().value(Value.real(step.name(), shape)).input(step.name());
    return Flow.of(step.name(), shape);
  }
}
