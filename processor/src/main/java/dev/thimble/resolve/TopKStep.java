package dev.thimble.resolve;

import dev.thimble.graph.ElementType;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.TopK;
import dev.thimble.graph.Value;
import java.util.List;

/** {@code @TopK}: remembered until the scores are integers. */
final class TopKStep implements StepResolver {
  /** The largest of some scores. */
  private record Largest(String step, String scores, int count) implements LateDecision {
    @Override
    public String annotation() {
      return "TopK";
    }

    @Override
    public List<ElementType> kept() {
      return List.of();
    }

    @Override
    public Operator over(Value scores) {
      return new TopK(count);
    }
  }

  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    Shape shape = step.input().shape();
    if (shape.rank() == 0 || shape.extent(-1) != shape.elements()) {
      throw new ShapeException("expected a row of scores, got " + shape);
    }
    int count = step.values().integer("value").orElse(1L).intValue();
    new TopK(count).infer(List.of(shape));
    step.model().detections().add(new Largest(step.name(), step.input().value(), count));
    return step.input();
  }
}
