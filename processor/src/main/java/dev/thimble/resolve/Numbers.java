package dev.thimble.resolve;

import java.util.List;

/** NaN and infinity among many numbers. */
final class Numbers {
  private Numbers() {}

  /** Index of the first NaN or infinity, or -1. */
  static int firstNotFinite(float[] data) {
    for (int i = 0; i < data.length; i++) {
      if (!Float.isFinite(data[i])) {
        return i;
      }
    }
    return -1;
  }

  static int countNotFinite(float[] data) {
    int count = 0;
    for (float each : data) {
      count += Float.isFinite(each) ? 0 : 1;
    }
    return count;
  }

  /** The index of an element as it is written: {@code [3, 0, 2]}. */
  static String index(int flat, List<Integer> extents) {
    StringBuilder text = new StringBuilder();
    int rest = flat;
    for (int axis = extents.size() - 1; axis >= 0; axis--) {
      text.insert(0, (axis == 0 ? "" : ", ") + rest % extents.get(axis));
      rest /= extents.get(axis);
    }
    return "[" + text + "]";
  }
}
