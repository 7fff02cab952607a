package dev.thimble.resolve;

import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Softmax;
import java.util.List;

/** {@code @Softmax}. */
final class SoftmaxStep implements StepResolver {
  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    Shape shape = step.input().shape();
    if (shape.rank() == 0) {
      throw new ShapeException("expected scores, got a scalar");
    }
    Labels.check(step, shape.extent(-1));
    Flow x = step.input();
    Flow y = step.node(step.name(), new Softmax(1), List.of(x.value()));
    return x.to(y.value(), y.shape());
  }
}
