package dev.thimble.kernel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** All points of some axes. */
final class Points {
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

  /** Visits every point; the map is reused between calls. */
  static void each(List<Axis> axes, Consumer<Map<String, Long>> visitor) {
    each(axes, 0, new HashMap<>(), visitor);
  }

  private static void each(
      List<Axis> axes, int depth, Map<String, Long> point, Consumer<Map<String, Long>> visitor) {
    if (depth == axes.size()) {
      visitor.accept(point);
      return;
    }
    Axis axis = axes.get(depth);
    for (long i = 0; i < axis.extent(); i++) {
      point.put(axis.name(), i);
      each(axes, depth + 1, point, visitor);
    }
  }
}
