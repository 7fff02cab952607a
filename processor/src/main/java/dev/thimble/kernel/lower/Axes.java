package dev.thimble.kernel.lower;

import dev.thimble.graph.Shape;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import java.util.ArrayList;
import java.util.List;

/** Loop axes over the elements of a tensor. */
final class Axes {
  private static final String[] NAMES = {"i", "j", "k", "l", "m", "n", "p", "q"};

  private Axes() {}

  /** One axis for each extent above 1, named {@code i, j, ...} from the outside. */
  static List<Axis> of(Shape shape) {
    List<Axis> axes = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (shape.extent(axis) > 1) {
        axes.add(new Axis(NAMES[axis], shape.extent(axis)));
      }
    }
    return axes;
  }

  /** The index of the tensor's element at these axes. */
  static Affine index(Shape shape) {
    Affine at = Affine.of(0);
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (shape.extent(axis) > 1) {
        at = at.plus(NAMES[axis], shape.stride(axis));
      }
    }
    return at;
  }

  /** The name of an axis. */
  static String name(int axis) {
    return NAMES[axis];
  }

  /** The index in a smaller tensor that is repeated along {@code shape}. */
  static Affine broadcast(Shape small, Shape shape) {
    Affine at = Affine.of(0);
    for (int back = 1; back <= small.rank(); back++) {
      if (small.extent(-back) > 1) {
        at = at.plus(NAMES[shape.rank() - back], small.stride(-back));
      }
    }
    return at;
  }

  /** One flat axis over all elements; none where there is one element. */
  static List<Axis> flat(Shape shape) {
    return shape.size() > 1 ? List.of(new Axis("i", shape.size())) : List.of();
  }

  /** The index along the flat axis. */
  static Affine flatIndex(Shape shape) {
    return shape.size() > 1 ? Affine.of("i") : Affine.of(0);
  }
}
