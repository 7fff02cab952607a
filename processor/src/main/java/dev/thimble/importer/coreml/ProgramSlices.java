package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.network.Movements;
import dev.thimble.importer.network.Network;
import dev.thimble.importer.network.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Slices along all axes. */
final class ProgramSlices {
  private ProgramSlices() {}

  /**
   * From begin to end by strides; masks say where an axis is taken from its start or to its end.
   */
  static void byIndex(ProgramStep step) throws Problem {
    Tensor x = step.tensor("x");
    int rank = x.rank();
    List<Integer> begin = step.integers("begin", rank, 0);
    List<Integer> end = step.integers("end", rank, 0);
    List<Integer> strides = step.integers("stride", rank, 1);
    List<Integer> beginMask = step.integers("begin_mask", rank, 0);
    List<Integer> endMask = step.integers("end_mask", rank, 0);
    List<Integer> squeeze = step.integers("squeeze_mask", rank, 0);
    List<Integer> gone = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      if (squeeze.get(axis) != 0) {
        int index = begin.get(axis);
        int first = index < 0 ? index + x.extent(axis) : index;
        x = cut(step.network(), x, axis, first, first + 1, 1);
        gone.add(axis);
      } else {
        x =
            cut(
                step.network(),
                x,
                axis,
                beginMask.get(axis) != 0 ? Integer.MIN_VALUE : begin.get(axis),
                endMask.get(axis) != 0 ? Integer.MIN_VALUE : end.get(axis),
                strides.get(axis));
      }
    }
    step.give(gone.isEmpty() ? x : new Movements(step.network()).squeeze(x, gone));
  }

  /** One axis; the smallest integer stands for its very start or end. */
  static Tensor cut(Network network, Tensor x, int axis, int begin, int end, int stride)
      throws Problem {
    int extent = x.extent(axis);
    if (stride == 0 || Math.abs((long) stride) > Short.MAX_VALUE) {
      throw network.broken("a stride of " + stride);
    }
    int lowest = stride > 0 ? 0 : -1;
    int highest = stride > 0 ? extent : extent - 1;
    int open = Integer.MIN_VALUE;
    int first =
        begin == open ? (stride > 0 ? 0 : extent - 1) : limited(begin, extent, lowest, highest);
    int last = end == open ? (stride > 0 ? extent : -1) : limited(end, extent, lowest, highest);
    int span = stride > 0 ? last - first : first - last;
    int count = (span + Math.abs(stride) - 1) / Math.abs(stride);
    if (count < 1) {
      throw network.broken("a slice from " + begin + " to " + end + " of " + extent);
    }
    return new Movements(network).slice(x, axis, first, count, stride);
  }

  private static int limited(int index, int extent, int lowest, int highest) {
    long front = index < 0 ? (long) index + extent : index;
    return (int) Math.max(lowest, Math.min(highest, front));
  }

  /** Rows and columns cut off before and behind. */
  static void crop(ProgramStep step) throws Problem {
    Tensor x = step.tensor("x");
    List<Integer> rows = step.integers("crop_height", 2, 0);
    List<Integer> columns = step.integers("crop_width", 2, 0);
    for (int number : List.of(rows.get(0), rows.get(1), columns.get(0), columns.get(1))) {
      if (number < 0 || number > Short.MAX_VALUE) {
        throw step.network().broken("it cuts off " + number);
      }
    }
    int height = step.network().axis(-2, x.rank());
    int width = step.network().axis(-1, x.rank());
    Tensor low = cut(step.network(), x, height, rows.get(0), x.extent(height) - rows.get(1), 1);
    step.give(cut(step.network(), low, width, columns.get(0), x.extent(width) - columns.get(1), 1));
  }

  static void bySize(ProgramStep step) throws Problem {
    Tensor x = step.tensor("x");
    List<Integer> begin = step.integers("begin", x.rank(), 0);
    List<Integer> size = step.integers("size", x.rank(), -1);
    for (int axis = 0; axis < begin.size(); axis++) {
      int first = begin.get(axis) < 0 ? begin.get(axis) + x.extent(axis) : begin.get(axis);
      int count = size.get(axis) == -1 ? x.extent(axis) - first : size.get(axis);
      if (first < 0 || count < 1 || (long) first + count > x.extent(axis)) {
        throw step.network().broken("a slice of " + count + " from " + first + " of " + x.shape());
      }
      x = new Movements(step.network()).slice(x, axis, first, count, 1);
    }
    step.give(x);
  }
}
