package dev.thimble.resolve;

import dev.thimble.graph.Activation;
import dev.thimble.graph.Binary;
import dev.thimble.graph.ShapeException;
import java.util.List;

/** {@code @Add}: a chain of sums of two. */
final class AddStep implements StepResolver {
  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    List<Flow> inputs = step.inputs();
    for (Flow input : inputs) {
      if (!input.trainedOrder().equals(inputs.get(0).trainedOrder())) {
        throw new ShapeException(
            "expected rows of one order, got a picture in one row and a row of another order");
      }
    }
    Flow sum = inputs.get(0);
    for (int i = 1; i < inputs.size() - 1; i++) {
      Binary plain = new Binary(Binary.Kind.ADD, Activation.NONE);
      sum = step.node(step.fresh("part"), plain, List.of(sum.value(), inputs.get(i).value()));
    }
    Flow last = inputs.get(inputs.size() - 1);
    Flow result =
        Activations.add(
            step, a -> new Binary(Binary.Kind.ADD, a), List.of(sum.value(), last.value()));
    return result.shape().equals(inputs.get(0).shape())
        ? inputs.get(0).to(result.value(), result.shape())
        : result;
  }
}
