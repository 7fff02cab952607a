package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Slice;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * STRIDED_SLICE with begin, end and shrink masks: the rules of {@code strided_slice_logic.h}. Bits
 * of a mask stand for axes.
 */
final class StridedSliceImporter implements OperatorImporter {
  private static final int OPTIONS = 32;

  @Override
  public void read(Step step) throws Problem {
    step.expect(4, 4, 1);
    Value x = step.input(0);
    Options options = step.options(OPTIONS);
    if (options.integer(2, 0) != 0 || options.integer(3, 0) != 0 || options.flag(5)) {
      throw step.unsupported(
          "an ellipsis, a new axis or an offset in a slice", "Write the slice out, axis by axis.");
    }
    int[] begin = step.integers(1);
    int[] end = step.integers(2);
    int[] stride = step.integers(3);
    int axes = begin.length;
    if (end.length != axes || stride.length != axes || axes > x.shape().rank()) {
      throw step.broken("a slice of " + axes + " axes in " + x.shape());
    }
    List<Integer> begins = new ArrayList<>();
    List<Integer> steps = new ArrayList<>();
    List<Integer> extents = new ArrayList<>();
    for (int axis = 0; axis < x.shape().rank(); axis++) {
      boolean given = axis < axes;
      Range range =
          given
              ? range(
                  step, options, axis, x.shape().extent(axis), begin[axis], end[axis], stride[axis])
              : new Range(0, 1, x.shape().extent(axis));
      begins.add(range.begin);
      steps.add(range.step);
      extents.add(range.count);
    }
    step.emit(new Slice(begins, steps, new Shape(extents)), x);
  }

  private record Range(int begin, int step, int count) {}

  private static Range range(
      Step step, Options options, int axis, int extent, int begin, int end, int stride)
      throws Problem {
    if (stride == 0 || Math.abs((long) stride) > Short.MAX_VALUE) {
      throw step.broken("a slice with step " + stride);
    }
    int low = stride > 0 ? 0 : -1;
    int high = stride > 0 ? extent : extent - 1;
    boolean free = (options.integer(0, 0) >> axis & 1) != 0;
    int first = free ? (stride > 0 ? 0 : extent - 1) : clamp(wrap(begin, extent), low, high);
    if ((options.integer(4, 0) >> axis & 1) != 0) {
      int only = wrap(begin, extent);
      if (only < 0 || only >= extent || stride < 0) {
        throw step.broken("a slice at " + begin + " of " + extent);
      }
      return new Range(only, 1, 1);
    }
    boolean open = (options.integer(1, 0) >> axis & 1) != 0;
    int last = open ? (stride > 0 ? extent : -1) : clamp(wrap(end, extent), low, high);
    int count = Math.floorDiv(last - first + stride - Integer.signum(stride), stride);
    if (count < 1) {
      throw step.unsupported("an empty slice", "Slice at least one element.");
    }
    return new Range(first, stride, count);
  }

  private static int wrap(int index, int extent) {
    return index < 0 ? index + extent : index;
  }

  private static int clamp(int index, int low, int high) {
    return Math.max(low, Math.min(high, index));
  }
}
