package dev.thimble.importer.frozen;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Shape;
import dev.thimble.importer.network.Network;
import dev.thimble.importer.network.Tensor;
import java.util.ArrayList;
import java.util.List;

/** What moves elements, or sees them in another shape. */
final class Moves {
  private Moves() {}

  /** One extent may be -1: what remains. */
  static Tensor reshape(NodeStep step) throws Problem {
    Tensor x = step.input(0);
    List<Long> extents = new ArrayList<>();
    long known = 1;
    for (int extent : step.integers(1)) {
      extents.add((long) extent);
      known = Math.min(known * Math.max(1, extent), 1L << 30);
    }
    int open = extents.indexOf(-1L);
    if (open >= 0) {
      extents.set(open, x.shape().elements() / known);
    }
    return step.movements().reshape(x, step.network().shape(extents));
  }

  static Tensor squeeze(NodeStep step) throws Problem {
    Tensor x = step.input(0);
    List<Integer> axes = new ArrayList<>();
    for (int axis : step.list("squeeze_dims")) {
      axes.add(step.network().axis(axis, x.rank()));
    }
    for (int axis = 0; axis < x.rank() && step.list("squeeze_dims").isEmpty(); axis++) {
      if (x.extent(axis) == 1) {
        axes.add(axis);
      }
    }
    return step.movements().squeeze(x, axes);
  }

  static Tensor expand(NodeStep step) throws Problem {
    Tensor x = step.input(0);
    return step.movements().unsqueeze(x, step.axes(1, x.rank() + 1));
  }

  static Tensor transpose(NodeStep step) throws Problem {
    Tensor x = step.input(0);
    return step.movements().transpose(x, step.axes(1, x.rank()));
  }

  /** The axis is the last input. */
  static Tensor concat(NodeStep step) throws Problem {
    int count = step.inputs().size() - 1;
    if (count < 1) {
      throw step.network().broken("it joins nothing");
    }
    List<Tensor> parts = step.inputs().subList(0, count);
    int axis = only(step.network(), step.axes(count, parts.get(0).rank()));
    return step.movements().concat(parts, axis);
  }

  private static int only(Network network, List<Integer> axes) throws Problem {
    if (axes.size() != 1) {
      throw network.broken("it has " + axes.size() + " axes");
    }
    return axes.get(0);
  }

  static Tensor pack(NodeStep step) throws Problem {
    List<Tensor> parts = new ArrayList<>();
    int axis = 0;
    for (Tensor part : step.inputs()) {
      axis = step.network().axis(step.integer("axis", 0), part.rank() + 1);
      parts.add(step.movements().unsqueeze(part, List.of(axis)));
    }
    if (parts.isEmpty()) {
      throw step.network().broken("it joins nothing");
    }
    return step.movements().concat(parts, axis);
  }

  /** Pairs for all axes, and the number that is added. */
  static Tensor pad(NodeStep step) throws Problem {
    Tensor x = step.input(0);
    List<Integer> pads = step.integers(1);
    if (pads.size() != 2 * x.rank()) {
      throw step.network().broken("padding of " + pads + " for " + x.shape());
    }
    double number = step.inputs().size() > 2 ? step.network().floats(step.input(2))[0] : 0;
    for (int axis = 0; axis < pads.size() / 2; axis++) {
      if (pads.get(2 * axis) < 0 || pads.get(2 * axis + 1) < 0) {
        throw step.network().broken("padding of " + pads);
      }
      x = step.movements().pad(x, axis, pads.get(2 * axis), pads.get(2 * axis + 1), number);
    }
    return x;
  }

  static Tensor slice(NodeStep step) throws Problem {
    Tensor x = step.input(0);
    List<Integer> begin = step.integers(1);
    List<Integer> size = step.integers(2);
    if (begin.size() != x.rank() || size.size() != x.rank()) {
      throw step.network().broken("a slice from " + begin + " of " + size);
    }
    for (int axis = 0; axis < begin.size(); axis++) {
      int first = begin.get(axis);
      int count = size.get(axis) == -1 ? x.extent(axis) - first : size.get(axis);
      x = cut(step, x, axis, first, count);
    }
    return x;
  }

  private static Tensor cut(NodeStep step, Tensor x, int axis, int first, int count)
      throws Problem {
    if (first < 0 || count < 1 || (long) first + count > x.extent(axis)) {
      throw step.network().broken("a slice of " + count + " from " + first + " of " + x.shape());
    }
    return step.movements().slice(x, axis, first, count, 1);
  }

  /** Only steps of 1, and axes that are named one by one. */
  static Tensor stridedSlice(NodeStep step) throws Problem {
    Tensor x = step.input(0);
    List<Integer> begin = step.integers(1);
    List<Integer> end = step.integers(2);
    List<Integer> strides = step.integers(3);
    boolean plain =
        step.integer("ellipsis_mask", 0) == 0
            && step.integer("new_axis_mask", 0) == 0
            && strides.stream().allMatch(s -> s == 1)
            && begin.size() <= x.rank()
            && end.size() == begin.size();
    if (!plain) {
      throw step.network().unsupported("strides, new axes or an ellipsis", "Slice by ones.");
    }
    List<Integer> gone = new ArrayList<>();
    for (int axis = 0; axis < begin.size(); axis++) {
      int extent = x.extent(axis);
      boolean single = bit(step, "shrink_axis_mask", axis);
      int first = bit(step, "begin_mask", axis) ? 0 : front(begin.get(axis), extent);
      int last = bit(step, "end_mask", axis) ? extent : front(end.get(axis), extent);
      x = cut(step, x, axis, first, single ? 1 : Math.min(last, extent) - first);
      if (single) {
        gone.add(axis);
      }
    }
    return gone.isEmpty() ? x : step.movements().squeeze(x, gone);
  }

  private static boolean bit(NodeStep step, String mask, int axis) {
    return (step.integer(mask, 0) >> axis & 1) != 0;
  }

  private static int front(int index, int extent) {
    return index < 0 ? index + extent : index;
  }

  static Tensor shape(NodeStep step) throws Problem {
    long[] extents = step.input(0).shape().extents().stream().mapToLong(e -> e).toArray();
    return step.network().integers(Shape.of(extents.length), extents);
  }

  /** The axis comes first. */
  static List<Tensor> split(NodeStep step) throws Problem {
    Tensor x = step.input(1);
    int axis = only(step.network(), step.axes(0, x.rank()));
    long count = step.integer("num_split", 1);
    if (count < 1 || x.extent(axis) % count != 0) {
      throw step.network().broken(x.extent(axis) + " elements in " + count + " equal parts");
    }
    int size = (int) (x.extent(axis) / count);
    List<Tensor> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(step.movements().slice(x, axis, i * size, size, 1));
    }
    return parts;
  }
}
