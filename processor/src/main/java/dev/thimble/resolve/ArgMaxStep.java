package dev.thimble.resolve;

import dev.thimble.graph.ArgExtreme;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import java.util.List;
import java.util.Optional;

/**
 * {@code @ArgMax} and {@code @Nearest}.
 *
 * @param max whether the largest is looked for, not the smallest
 */
record ArgMaxStep(boolean max) implements StepResolver {
  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    Shape shape = step.input().shape();
    if (shape.rank() == 0 || shape.extent(-1) != shape.elements()) {
      throw new ShapeException("expected a row of scores, got " + shape);
    }
    if (step.input().trainedOrder().isPresent()) {
      throw new ShapeException("expected scores of classes, got a picture in one row");
    }
    Labels.check(step, shape.extent(-1));
    Flow row = step.flat();
    // The result is an index, not a real.
    Flow index = step.node(step.name(), new ArgExtreme(max, 0), List.of(row.value()));
    step.graph()
        .value(
            new Value(
                step.name(), ElementType.INT32, index.shape(), Optional.empty(), Optional.empty()));
    return index;
  }
}
