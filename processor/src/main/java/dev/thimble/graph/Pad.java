package dev.thimble.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * Elements added around a tensor.
 *
 * @param before elements before each axis
 * @param after elements after each axis
 * @param mode what is added
 * @param value the real value that is added, for {@link Mode#CONSTANT}
 */
public record Pad(List<Integer> before, List<Integer> after, Mode mode, double value)
    implements Operator {
  /** What is added. */
  public enum Mode {
    /** A constant. */
    CONSTANT,
    /** The tensor mirrored, the border element not repeated. */
    REFLECT,
    /** The tensor mirrored, the border element repeated. */
    SYMMETRIC
  }

  /** Copies the extents. */
  public Pad {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shape x = inputs.get(0);
    Shapes.expectRank("input", x, before.size());
    List<Integer> padded = new ArrayList<>();
    for (int axis = 0; axis < x.rank(); axis++) {
      padded.add(before.get(axis) + x.extent(axis) + after.get(axis));
    }
    return List.of(new Shape(padded));
  }
}
