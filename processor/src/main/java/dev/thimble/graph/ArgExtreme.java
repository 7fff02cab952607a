package dev.thimble.graph;

import java.util.ArrayList;
import java.util.List;

/** The index of the largest or smallest element along an axis; the first one of equals. */
public record ArgExtreme(boolean max, int axis) implements Operator {
  @Override
  public List<Shape> infer(List<Shape> inputs) {
    Shape x = inputs.get(0);
    List<Integer> kept = new ArrayList<>(x.extents());
    kept.remove(axis < 0 ? x.rank() + axis : axis);
    return List.of(new Shape(kept));
  }
}
