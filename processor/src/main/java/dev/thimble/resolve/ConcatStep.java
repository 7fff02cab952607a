package dev.thimble.resolve;

import dev.thimble.graph.Concat;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code @Concat}. */
final class ConcatStep implements StepResolver {
  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    int rank = step.input().shape().rank();
    int written = step.values().integer("axis").orElse(-1L).intValue();
    int axis = written < 0 ? written + rank : written;
    if (axis < 0 || axis >= rank) {
      throw new ShapeException(
          "expected more than " + written + " axes, got " + step.input().shape());
    }
    List<String> reads = step.inputs().stream().map(Flow::value).toList();
    Flow result = step.node(step.name(), new Concat(axis), reads);
    return new Flow(result.value(), result.shape(), order(step.inputs(), result.shape()));
  }

  /** Rows laid end to end: the order of each, moved by what lies before it. */
  private static Optional<List<Integer>> order(List<Flow> inputs, Shape result) {
    if (result.rank() != 1 || inputs.stream().noneMatch(f -> f.trainedOrder().isPresent())) {
      return Optional.empty();
    }
    List<Integer> order = new ArrayList<>();
    for (Flow input : inputs) {
      int before = order.size();
      for (int i = 0; i < input.shape().size(); i++) {
        int index = i;
        order.add(before + input.trainedOrder().map(o -> o.get(index)).orElse(i));
      }
    }
    return Optional.of(order);
  }
}
