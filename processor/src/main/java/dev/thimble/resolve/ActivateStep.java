package dev.thimble.resolve;

import dev.thimble.graph.ShapeException;
import java.util.List;

/** {@code @Activate}. */
final class ActivateStep implements StepResolver {
  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    String function = step.values().text("value").orElse("RELU");
    double slope = step.values().number("slope").orElse(Activations.SLOPE);
    Flow x = step.input();
    Flow y = step.node(step.name(), Activations.unary(function, slope), List.of(x.value()));
    return x.to(y.value(), y.shape());
  }
}
