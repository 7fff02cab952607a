package dev.thimble.importer.onnx;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.network.Geometry;
import dev.thimble.importer.network.Tensor;
import java.util.ArrayList;
import java.util.List;

/** What chooses elements. */
final class SliceReaders {
  private static final int MOST_PARTS = 1 << 12;

  private SliceReaders() {}

  static void slice(Step step) throws Problem {
    Tensor x = step.input(0);
    List<Integer> starts =
        step.integers(1, "starts").orElseThrow(() -> step.network().broken("no starts"));
    List<Integer> ends =
        step.integers(2, "ends").orElseThrow(() -> step.network().broken("no ends"));
    List<Integer> first = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      first.add(i);
    }
    List<Integer> axes = step.axes(step.integers(3, "axes").orElse(first), x.rank());
    List<Integer> steps = step.integers(4, "").orElse(Geometry.same(Math.min(starts.size(), 8), 1));
    int count = starts.size();
    if (ends.size() != count || axes.size() != count || steps.size() != count) {
      throw step.network().broken("starts, ends, axes and steps of different lengths");
    }
    Tensor result = x;
    for (int i = 0; i < count; i++) {
      result = slice(step, result, axes.get(i), starts.get(i), ends.get(i), steps.get(i));
    }
    step.give(result);
  }

  private static Tensor slice(Step step, Tensor x, int axis, long start, long end, int by)
      throws Problem {
    int extent = x.extent(axis);
    if (by == 0 || by == Integer.MIN_VALUE) {
      throw step.network().broken("a slice with a step of " + by);
    }
    long from = start < 0 ? start + extent : start;
    long to = end < 0 ? end + extent : end;
    if (by > 0) {
      from = Math.max(0, Math.min(extent, from));
      to = Math.max(0, Math.min(extent, to));
    } else {
      from = Math.max(0, Math.min(extent - 1L, from));
      to = Math.max(-1, Math.min(extent - 1L, to));
    }
    long count = by > 0 ? (to - from + by - 1) / by : (from - to - by - 1) / -by;
    return step.move().slice(x, axis, (int) from, (int) Math.max(0, count), by);
  }

  static void split(Step step) throws Problem {
    Tensor x = step.input(0);
    int axis = step.axis("axis", 0, x.rank());
    int parts = step.outputs();
    int each = (x.extent(axis) + Math.max(1, parts) - 1) / Math.max(1, parts);
    List<Integer> equal = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      equal.add(Math.min(each, x.extent(axis) - i * each));
    }
    List<Integer> sizes = step.integers(1, "split").orElse(equal);
    int first = 0;
    for (int i = 0; i < sizes.size(); i++) {
      int size = sizes.get(i);
      if (size < 1 || size > x.extent(axis) - first || sizes.size() != parts) {
        throw step.network().broken("parts of " + sizes + " of " + x.shape());
      }
      step.give(i, step.move().slice(x, axis, first, size, 1));
      first += size;
    }
  }

  static void gather(Step step) throws Problem {
    Tensor x = step.input(0);
    Tensor at = step.input(1);
    int axis = step.axis("axis", 0, x.rank());
    List<Integer> indices = new ArrayList<>();
    for (long index : step.network().integers(at)) {
      long front = index < 0 ? index + x.extent(axis) : index;
      if (front < 0 || front >= x.extent(axis)) {
        throw step.network().broken("index " + index + " of " + x.extent(axis));
      }
      indices.add((int) front);
    }
    if (at.rank() > 1) {
      throw step.unsupported("indices of " + at.shape(), "Use one axis of indices.");
    }
    Tensor taken = step.move().take(x, axis, indices);
    step.give(at.rank() == 0 ? step.move().squeeze(taken, List.of(axis)) : taken);
  }

  static void tile(Step step) throws Problem {
    Tensor x = step.input(0);
    long[] times = step.network().integers(step.input(1));
    Tensor result = x;
    for (int axis = 0; axis < times.length; axis++) {
      if (times.length != x.rank() || times[axis] < 1 || times[axis] > MOST_PARTS) {
        throw step.network().broken("repeats that do not fit " + x.shape());
      }
      List<Integer> indices = new ArrayList<>();
      step.network().shape(List.of(result.shape().elements(), times[axis]));
      for (int i = 0; times[axis] > 1 && i < times[axis] * x.extent(axis); i++) {
        indices.add(i % x.extent(axis));
      }
      result = indices.isEmpty() ? result : step.move().take(result, axis, indices);
    }
    step.give(result);
  }
}
