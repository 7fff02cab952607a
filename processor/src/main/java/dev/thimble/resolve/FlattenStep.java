package dev.thimble.resolve;

import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import java.util.List;
import java.util.Optional;

/** {@code @Flatten}. */
final class FlattenStep implements StepResolver {
  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    Flow x = step.input();
    Reshape reshape = new Reshape(Shape.of(x.shape().size()));
    Flow row = step.node(step.name(), reshape, List.of(x.value()));
    Optional<List<Integer>> order =
        x.shape().rank() == 1 ? x.trainedOrder() : step.model().weights().layout().order(x.shape());
    return new Flow(row.value(), row.shape(), order);
  }
}
