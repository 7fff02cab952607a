package dev.thimble.resolve;

import dev.thimble.graph.Reshape;
import dev.thimble.graph.ResizeBilinear;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Take;
import java.util.ArrayList;
import java.util.List;

/** {@code @Resize}: pixels are squares, and those of both pictures cover the same area. */
final class ResizeStep implements StepResolver {
  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    Shape picture = Pictures.picture(step.input());
    int height = step.values().integer("height").orElse(1L).intValue();
    int width = step.values().integer("width").orElse(1L).intValue();
    if (step.values().text("by").orElse("BILINEAR").equals("NEAREST")) {
      Take rows = new Take(0, nearest(picture.extent(0), height));
      Take columns = new Take(1, nearest(picture.extent(1), width));
      Flow fewer = step.node(step.fresh("rows"), rows, List.of(step.input().value()));
      return step.node(step.name(), columns, List.of(fewer.value()));
    }
    Shape one = Shape.of(1, picture.extent(0), picture.extent(1), picture.extent(2));
    Flow batch = step.node(step.fresh("picture"), new Reshape(one), List.of(step.input().value()));
    Flow scaled =
        step.node(
            step.fresh("scaled"),
            new ResizeBilinear(height, width, false, true),
            List.of(batch.value()));
    Reshape back = new Reshape(Shape.of(height, width, picture.extent(2)));
    return step.node(step.name(), back, List.of(scaled.value()));
  }

  /** The pixel in which the middle of each new pixel lies; of two the later one. */
  private static List<Integer> nearest(int from, int to) {
    List<Integer> indices = new ArrayList<>();
    for (int i = 0; i < to; i++) {
      indices.add((int) ((2L * i + 1) * from / (2L * to)));
    }
    return indices;
  }
}
