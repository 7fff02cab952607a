package dev.thimble.quantize;

import dev.thimble.graph.Pad;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Slice;
import dev.thimble.graph.Take;
import dev.thimble.graph.Transpose;
import java.util.ArrayList;
import java.util.List;

/** From where each element of a result is taken: one index of the input, or {@link #OUTSIDE}. */
final class Gather {
  /** No element of the input: a padding. */
  static final int OUTSIDE = -1;

  private Gather() {}

  /** The input element that meets each element of a broadcast result. */
  static int[] broadcast(Shape from, Shape to) {
    List<int[]> axes = new ArrayList<>();
    for (int axis = 0; axis < to.rank(); axis++) {
      int own = axis - (to.rank() - from.rank());
      boolean repeated = own < 0 || from.extent(own) == 1;
      axes.add(steps(to.extent(axis), 0, repeated ? 0 : from.stride(own)));
    }
    return indices(axes);
  }

  static int[] slice(Slice slice, Shape from) {
    List<int[]> axes = new ArrayList<>();
    for (int axis = 0; axis < from.rank(); axis++) {
      int stride = from.stride(axis);
      int first = slice.begin().get(axis) * stride;
      axes.add(steps(slice.shape().extent(axis), first, slice.step().get(axis) * stride));
    }
    return indices(axes);
  }

  static int[] take(Take take, Shape from) {
    List<int[]> axes = new ArrayList<>();
    for (int axis = 0; axis < from.rank(); axis++) {
      int stride = from.stride(axis);
      axes.add(
          axis == take.axis()
              ? take.indices().stream().mapToInt(i -> i * stride).toArray()
              : steps(from.extent(axis), 0, stride));
    }
    return indices(axes);
  }

  static int[] transpose(Transpose transpose, Shape from) {
    List<int[]> axes = new ArrayList<>();
    for (int axis : transpose.permutation()) {
      axes.add(steps(from.extent(axis), 0, from.stride(axis)));
    }
    return indices(axes);
  }

  static int[] pad(Pad pad, Shape from) {
    List<int[]> axes = new ArrayList<>();
    for (int axis = 0; axis < from.rank(); axis++) {
      int extent = from.extent(axis);
      int[] places = new int[pad.before().get(axis) + extent + pad.after().get(axis)];
      for (int i = 0; i < places.length; i++) {
        int source = mirrored(pad.mode(), i - pad.before().get(axis), extent);
        places[i] = source < 0 ? OUTSIDE : source * from.stride(axis);
      }
      axes.add(places);
    }
    return indices(axes);
  }

  /** The output element to which each input element of a reduction belongs. */
  static int[] reduction(Shape from, List<Integer> reduced) {
    List<int[]> axes = new ArrayList<>();
    int stride = 1;
    for (int axis = from.rank() - 1; axis >= 0; axis--) {
      boolean gone = reduced.contains(axis) || reduced.contains(axis - from.rank());
      axes.add(0, steps(from.extent(axis), 0, gone ? 0 : stride));
      stride *= gone ? 1 : from.extent(axis);
    }
    return indices(axes);
  }

  private static int mirrored(Pad.Mode mode, int index, int extent) {
    if (index >= 0 && index < extent) {
      return index;
    }
    return switch (mode) {
      case CONSTANT -> OUTSIDE;
      case REFLECT -> index < 0 ? -index : 2 * extent - 2 - index;
      case SYMMETRIC -> index < 0 ? -index - 1 : 2 * extent - 1 - index;
    };
  }

  private static int[] steps(int count, int first, int step) {
    int[] places = new int[count];
    for (int i = 0; i < count; i++) {
      places[i] = first + i * step;
    }
    return places;
  }

  /**
   * Adds up the places of all axes, outermost first; one place outside puts the element outside.
   */
  private static int[] indices(List<int[]> axes) {
    int[] result = {0};
    for (int[] places : axes) {
      int[] finer = new int[result.length * places.length];
      int at = 0;
      for (int outer : result) {
        for (int place : places) {
          finer[at++] = outer == OUTSIDE || place == OUTSIDE ? OUTSIDE : outer + place;
        }
      }
      result = finer;
    }
    return result;
  }
}
