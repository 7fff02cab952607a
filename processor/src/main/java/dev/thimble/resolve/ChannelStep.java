package dev.thimble.resolve;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Slice;
import dev.thimble.graph.Value;
import java.util.List;
import java.util.Optional;

/** {@code @Channel}: one column of the samples. */
final class ChannelStep extends SampleStep {
  @Override
  Stream resolve(StepContext step, Stream given) throws StepFailure {
    int channel = step.values().integer("value").orElse(0L).intValue();
    Value samples = given.value();
    if (channel >= given.channels() || samples.shape().rank() == 1) {
      throw Cut.limit(
          step,
          "value",
          channel,
          step.sources().get(0) + " with channels 0 to " + (given.channels() - 1),
          given.channels() == 1 ? "leave it out" : "write one of these");
    }
    Slice slice = new Slice(List.of(0, channel), List.of(1, 1), Shape.of(given.run(), 1));
    Value column =
        new Value(
            step.name(),
            samples.element(),
            slice.shape(),
            samples.quantization(),
            Optional.empty());
    step.graph().value(column);
    step.graph()
        .node(
            new Node(
                step.name(),
                step.name(),
                slice,
                List.of(samples.name()),
                List.of(step.name()),
                Optional.of(new Arithmetic.Moved(0))));
    return given.through(column);
  }
}
