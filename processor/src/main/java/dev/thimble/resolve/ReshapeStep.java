package dev.thimble.resolve;

import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** {@code @Reshape}. */
final class ReshapeStep implements StepResolver {
  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    Flow x = step.input();
    List<Integer> extents = new ArrayList<>(step.values().integers("value").orElse(List.of()));
    long known = 1;
    for (int extent : extents) {
      known = Math.min(known * Math.abs((long) extent), Integer.MAX_VALUE);
    }
    int open = extents.indexOf(-1);
    boolean ambiguous = Collections.frequency(extents, -1) > 1;
    if (ambiguous || (open >= 0 && x.shape().elements() % known != 0)) {
      String shown = extents.toString();
      throw new ShapeException(
          ambiguous
              ? "expected one extent of -1 at most, got " + shown
              : "expected a multiple of "
                  + known
                  + " elements for "
                  + shown
                  + ", got "
                  + x.shape());
    }
    if (open >= 0) {
      extents.set(open, (int) (x.shape().elements() / known));
    }
    return step.node(step.name(), new Reshape(new Shape(extents)), List.of(x.value()));
  }
}
