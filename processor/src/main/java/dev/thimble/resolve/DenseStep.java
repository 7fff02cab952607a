package dev.thimble.resolve;

import dev.thimble.graph.Dense;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import java.util.List;
import java.util.Optional;

/** {@code @Dense}. */
final class DenseStep implements StepResolver {
  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    Flow row = step.flat();
    int inputs = row.shape().size();
    int units = step.values().integer("units").orElse(1L).intValue();
    Weights weights = step.model().weights();
    Optional<float[]> file = weights.required(step, Weights.WEIGHT, l -> l.dense(units, inputs));
    String weight =
        step.constant(
            "weight",
            Shape.of(units, inputs),
            file.map(f -> weights.layout().toDense(f, units, inputs, row.trainedOrder())));
    String bias = weights.bias(step, units);
    return Activations.add(step, Dense::new, List.of(row.value(), weight, bias));
  }
}
