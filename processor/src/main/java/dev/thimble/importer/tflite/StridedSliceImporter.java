package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Slice;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * STRIDED_SLICE: the rules of {@code strided_slice_logic.h}. Bits of a mask stand for entries of
 * the slice: begin and end that are open, axes that go, new axes, an ellipsis. New axes are the
 * output's shape alone.
 */
final class StridedSliceImporter implements OperatorImporter {
  private static final int OPTIONS = 32;

  @Override
  public void read(Step step) throws Problem {
    step.expect(4, 4, 1);
    Value x = step.input(0);
    Spec spec = new Spec(step, step.options(OPTIONS));
    int rank = x.shape().rank();
    if (spec.axes() > rank) {
      throw step.broken("a slice of " + spec.axes() + " axes in " + x.shape());
    }
    List<Integer> begins = new ArrayList<>();
    List<Integer> steps = new ArrayList<>();
    List<Integer> extents = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      int at = spec.entry(axis, rank);
      int extent = x.shape().extent(axis);
      Range range = at < 0 ? new Range(0, 1, extent) : spec.range(at, extent);
      begins.add(range.begin);
      steps.add(range.step);
      extents.add(range.count);
    }
    step.emit(new Slice(begins, steps, new Shape(extents)), x);
  }

  private record Range(int begin, int step, int count) {}

  /** What the file says: an entry an axis, and some for new axes and for an ellipsis. */
  private static final class Spec {
    private final Step step;
    private final Options options;
    private final int[] begin;
    private final int[] end;
    private final int[] stride;
    private final List<Integer> front = new ArrayList<>();
    private final List<Integer> back = new ArrayList<>();

    Spec(Step step, Options options) throws Problem {
      this.step = step;
      this.options = options;
      begin = step.integers(1);
      end = step.integers(2);
      stride = step.integers(3);
      if (end.length != begin.length || stride.length != begin.length || begin.length > 32) {
        throw step.broken(
            "a slice from " + begin.length + " to " + end.length + " by " + stride.length);
      }
      boolean open = false;
      for (int entry = 0; entry < begin.length; entry++) {
        boolean ellipsis = marked(2, entry);
        if (ellipsis && open) {
          throw step.broken("a slice with two ellipses");
        }
        open |= ellipsis;
        if (!ellipsis && !marked(3, entry)) {
          (open ? back : front).add(entry);
        }
      }
    }

    private boolean marked(int mask, int entry) throws Problem {
      return (options.integer(mask, 0) >> entry & 1) != 0;
    }

    /** Axes of the input that have an entry. */
    int axes() {
      return front.size() + back.size();
    }

    /** The entry of an axis; -1 where the axis stays whole. */
    int entry(int axis, int rank) {
      int fromBack = axis - (rank - back.size());
      if (axis < front.size()) {
        return front.get(axis);
      }
      return fromBack >= 0 ? back.get(fromBack) : -1;
    }

    Range range(int entry, int extent) throws Problem {
      int by = stride[entry];
      if (by == 0 || Math.abs((long) by) > Short.MAX_VALUE) {
        throw step.broken("a slice with step " + by);
      }
      if (marked(4, entry)) {
        int only = wrap(begin[entry], extent);
        if (only < 0 || only >= extent || by < 0) {
          throw step.broken("a slice at " + begin[entry] + " of " + extent);
        }
        return new Range(only, 1, 1);
      }
      int low = by > 0 ? 0 : -1;
      int high = by > 0 ? extent : extent - 1;
      int first = clamp(wrap(begin[entry], extent), low, high);
      if (marked(0, entry)) {
        first = by > 0 ? 0 : extent - 1;
      }
      int last = clamp(wrap(stop(entry, first), extent), low, high);
      if (marked(1, entry)) {
        last = by > 0 ? extent : -1;
      }
      int count = Math.floorDiv(last - first + by - Integer.signum(by), by);
      if (count < 1) {
        throw step.unsupported("an empty slice", "Slice at least one element.");
      }
      return new Range(first, by, count);
    }

    /** Ends may be counted from the beginning. */
    private int stop(int entry, int first) throws Problem {
      long stop = options.flag(5) ? (long) first + end[entry] : end[entry];
      return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, stop));
    }
  }

  private static int wrap(int index, int extent) {
    return index < 0 ? index + extent : index;
  }

  private static int clamp(int index, int low, int high) {
    return Math.max(low, Math.min(high, index));
  }
}
