package dev.thimble.resolve;

import dev.thimble.graph.Pad;
import dev.thimble.graph.ShapeException;
import java.util.List;

/** {@code @Pad}. */
final class PadStep implements StepResolver {
  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    Pictures.picture(step.input());
    Pad pad =
        new Pad(
            List.of(extent(step, "top"), extent(step, "left"), 0),
            List.of(extent(step, "bottom"), extent(step, "right"), 0),
            Pad.Mode.CONSTANT,
            step.values().number("value").orElse(0.0));
    return step.node(step.name(), pad, List.of(step.input().value()));
  }

  private static int extent(StepContext step, String member) {
    return step.values().integer(member).orElse(0L).intValue();
  }
}
