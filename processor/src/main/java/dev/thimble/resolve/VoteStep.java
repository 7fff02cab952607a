package dev.thimble.resolve;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Vote;

/** {@code @Vote}: remembered until the scores are integers. */
final class VoteStep implements StepResolver {
  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    AnnotationValues values = step.values();
    Shape shape = step.input().shape();
    int otherwise = values.integer("otherwise").orElse(0L).intValue();
    if (shape.rank() == 0 || shape.extent(-1) != shape.elements()) {
      throw new ShapeException("expected a row of scores, got " + shape);
    }
    if (shape.elements() > Vote.MOST_CLASSES || otherwise >= shape.elements()) {
      throw new ShapeException(
          "expected " + (otherwise + 1) + " to " + Vote.MOST_CLASSES + " scores, got " + shape);
    }
    Labels.check(step, shape.extent(-1));
    int over = values.integer("over").orElse(1L).intValue();
    double reject = values.number("reject").orElse(Double.NEGATIVE_INFINITY);
    boolean mean = values.text("by").orElse("MAJORITY").equals("AVERAGE");
    step.model()
        .detections()
        .add(new Voting(step.name(), step.input().value(), over, reject, otherwise, mean));
    return step.input();
  }
}
