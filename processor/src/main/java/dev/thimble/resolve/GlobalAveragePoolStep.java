package dev.thimble.resolve;

import dev.thimble.graph.Reduce;
import dev.thimble.graph.ShapeException;
import java.util.List;

/** {@code @GlobalAveragePool}. */
final class GlobalAveragePoolStep implements StepResolver {
  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    int rank = step.input().shape().rank();
    if (rank != 2 && rank != 3) {
      throw new ShapeException(
          "expected height x width x channels or time x features, got " + step.input().shape());
    }
    List<Integer> axes = rank == 3 ? List.of(0, 1) : List.of(0);
    return step.node(
        step.name(), new Reduce(Reduce.Kind.MEAN, axes, false), List.of(step.input().value()));
  }
}
