package dev.thimble.resolve;

import dev.thimble.graph.Activation;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.ShapeException;
import java.util.List;

/** {@code @MaxPool2D} and {@code @AveragePool2D}. */
record PoolStep(Pool2d.Kind kind) implements StepResolver {
  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    int[] kernel = step.pair("value", new int[] {1, 1});
    return step.node(
        step.name(),
        new Pool2d(kind, kernel[0], kernel[1], Windows.of(step, kernel, "VALID"), Activation.NONE),
        List.of(step.input().value()));
  }
}
