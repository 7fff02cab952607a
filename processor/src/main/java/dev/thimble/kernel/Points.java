package dev.thimble.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** All points of some axes. */
final class Points {
  /** So many points at once bound the memory for them. */
  private static final int BATCH = 256;

  private Points() {}

  /** The values of a loop variable. */
  static Interval range(Axis axis) {
    return new Interval(0, axis.extent() - 1L);
  }

  /** How many points there are. */
  static long count(List<Axis> axes) {
    long product = 1;
    for (Axis axis : axes) {
      product *= axis.extent();
    }
    return product;
  }

  /**
   * Visits every point, some at a time.
   *
   * @param around the variables in scope; each point has these and the axes'
   */
  static void each(
      List<Axis> axes,
      Map<String, Interval> around,
      Consumer<List<Map<String, Interval>>> visitor) {
    List<Map<String, Interval>> batch = new ArrayList<>();
    each(axes, 0, new HashMap<>(around), batch, visitor);
    if (!batch.isEmpty()) {
      visitor.accept(batch);
    }
  }

  private static void each(
      List<Axis> axes,
      int depth,
      Map<String, Interval> point,
      List<Map<String, Interval>> batch,
      Consumer<List<Map<String, Interval>>> visitor) {
    if (depth == axes.size()) {
      batch.add(new HashMap<>(point));
      if (batch.size() == BATCH) {
        visitor.accept(batch);
        batch.clear();
      }
      return;
    }
    Axis axis = axes.get(depth);
    for (long i = 0; i < axis.extent(); i++) {
      point.put(axis.name(), Interval.of(i));
      each(axes, depth + 1, point, batch, visitor);
    }
  }
}
