package dev.thimble.graph;

import java.util.ArrayList;
import java.util.List;

/** Mean, sum, minimum or maximum over some axes. */
public record Reduce(Kind kind, List<Integer> axes, boolean keepDims) implements Operator {
  /** What is computed. */
  public enum Kind {
    /** The mean. */
    MEAN,
    /** The sum. */
    SUM,
    /** The largest. */
    MAX,
    /** The smallest. */
    MIN
  }

  /** Copies the axes. */
  public Reduce {
    axes = List.copyOf(axes);
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shape x = inputs.get(0);
    List<Integer> kept = new ArrayList<>();
    for (int axis = 0; axis < x.rank(); axis++) {
      boolean reduced = axes.contains(axis) || axes.contains(axis - x.rank());
      if (!reduced) {
        kept.add(x.extent(axis));
      } else if (keepDims) {
        kept.add(1);
      }
    }
    return List.of(new Shape(kept));
  }
}
