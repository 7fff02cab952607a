package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Slice;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** SLICE, and SPLIT, SPLIT_V and UNPACK, each output of which is a slice. */
final class SliceImporter implements OperatorImporter {
  static final int SPLIT = 49;
  static final int SLICE = 65;
  static final int UNPACK = 88;
  static final int SPLIT_V = 102;

  private static final int UNPACK_OPTIONS = 64;

  @Override
  public void read(Step step) throws Problem {
    switch (step.operator().code()) {
      case SLICE -> slice(step);
      case SPLIT -> {
        step.expect(2, 2, step.operator().outputs().size());
        split(step, step.input(1), only(step, 0), false);
      }
      case SPLIT_V -> {
        step.expect(3, 3, step.operator().outputs().size());
        split(step, step.input(0), only(step, 2), false);
      }
      default -> {
        step.expect(1, 1, step.operator().outputs().size());
        split(step, step.input(0), step.options(UNPACK_OPTIONS).integer(1, 0), true);
      }
    }
  }

  private static int only(Step step, int input) throws Problem {
    int[] axis = step.integers(input);
    if (axis.length != 1) {
      throw step.broken(axis.length + " axes");
    }
    return axis[0];
  }

  private static void slice(Step step) throws Problem {
    step.expect(3, 3, 1);
    Value x = step.input(0);
    same(step, x, 0);
    int rank = x.shape().rank();
    int[] begin = step.integers(1);
    int[] size = step.integers(2);
    if (begin.length != rank || size.length != rank) {
      throw step.broken("a slice of " + begin.length + " axes in " + x.shape());
    }
    List<Integer> begins = new ArrayList<>();
    List<Integer> extents = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      int extent = size[axis] == -1 ? x.shape().extent(axis) - begin[axis] : size[axis];
      if (begin[axis] < 0 || extent < 1 || extent > x.shape().extent(axis)) {
        throw step.broken("a slice of " + extent + " from " + begin[axis] + " on");
      }
      begins.add(begin[axis]);
      extents.add(extent);
    }
    step.emit(new Slice(begins, Collections.nCopies(rank, 1), new Shape(extents)), x);
  }

  /** Outputs one behind the other; unpacked ones have lost the axis. */
  private static void split(Step step, Value x, int wanted, boolean unpacked) throws Problem {
    int rank = x.shape().rank();
    int axis = step.axis(wanted, rank);
    int outputs = step.operator().outputs().size();
    int at = 0;
    for (int i = 0; i < outputs; i++) {
      same(step, x, i);
      Shape shape = step.out(i).shape();
      if (!unpacked && shape.rank() != rank) {
        throw step.broken("a part of " + shape + " of " + x.shape());
      }
      int extent = unpacked ? 1 : shape.extent(axis);
      List<Integer> begins = new ArrayList<>(Collections.nCopies(rank, 0));
      begins.set(axis, at);
      Shape part = x.shape().with(axis, extent);
      Value slice =
          step.helper("part" + i, new Slice(begins, Collections.nCopies(rank, 1), part), x);
      step.bind(i, unpacked ? step.helper("row" + i, new Reshape(shape), slice) : slice);
      at += extent;
    }
    if (at != x.shape().extent(axis)) {
      throw step.broken("its parts have " + at + " of " + x.shape().extent(axis) + " elements");
    }
  }

  private static void same(Step step, Value x, int output) throws Problem {
    if (step.outElement(output) != x.element()) {
      throw step.broken("it turns " + x.element() + " into " + step.outElement(output));
    }
  }
}
