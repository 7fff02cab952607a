package dev.thimble.resolve;

import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Slice;
import java.util.List;

/** {@code @Crop}. */
final class CropStep implements StepResolver {
  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    Shape picture = Pictures.picture(step.input());
    int height = step.values().integer("height").orElse(1L).intValue();
    int width = step.values().integer("width").orElse(1L).intValue();
    if (height > picture.extent(0) || width > picture.extent(1)) {
      throw new ShapeException(
          "expected a picture of " + height + "x" + width + " or larger, got " + picture);
    }
    int top = offset(step, "top", picture.extent(0) - height);
    int left = offset(step, "left", picture.extent(1) - width);
    Slice slice =
        new Slice(
            List.of(top, left, 0), List.of(1, 1, 1), Shape.of(height, width, picture.extent(2)));
    return step.node(step.name(), slice, List.of(step.input().value()));
  }

  /** Rows or columns before; the middle if nothing is said. */
  private static int offset(StepContext step, String member, int room) {
    return step.values().integer(member).orElse(room / 2L).intValue();
  }
}
