package dev.thimble.resolve;

import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import java.util.List;

/** What arrives at a recurrent step: steps of inputs. */
final class Sequences {
  private Sequences() {}

  /** What arrives as {@code steps x inputs}; a row is one step, an axis of 1 behind steps falls. */
  static Flow of(StepContext step) throws ShapeException, StepFailure {
    Shape x = step.input().shape();
    if (x.rank() == 2) {
      return step.input();
    }
    boolean narrow = x.rank() == 3 && (x.extent(1) == 1 || x.extent(2) == 1);
    if (x.rank() != 1 && !narrow) {
      throw new ShapeException("expected steps x inputs, got " + x);
    }
    int steps = x.rank() == 1 ? 1 : x.extent(0);
    Shape rows = Shape.of(steps, x.size() / steps);
    return step.node(step.fresh("steps"), new Reshape(rows), List.of(step.input().value()));
  }
}
