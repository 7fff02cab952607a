package dev.thimble.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What several operators ask of shapes. */
public final class Shapes {
  private Shapes() {}

  /** The shape, which must be [height, width, channels] or have leading axes of pictures. */
  static Shape picture(Shape shape) throws ShapeException {
    if (shape.rank() < 3 || shape.rank() > 4) {
      throw new ShapeException("expected height x width x channels, got " + shape);
    }
    return shape;
  }

  /** The picture with other extents; leading axes stay. */
  static Shape picture(Shape like, int height, int width, int channels) {
    return like.with(-3, height).with(-2, width).with(-1, channels);
  }

  static void expectRank(String what, Shape shape, int rank) throws ShapeException {
    if (shape.rank() != rank) {
      throw new ShapeException("expected " + what + " of " + rank + " axes, got " + shape);
    }
  }

  static void expectElements(String what, Shape shape, int count) throws ShapeException {
    if (shape.elements() != count) {
      throw new ShapeException("expected " + count + " " + what + ", got " + shape);
    }
  }

  /** The shape that two tensors have in common when extents of 1 are repeated. */
  public static Shape broadcast(Shape a, Shape b) throws ShapeException {
    List<Integer> extents = new ArrayList<>();
    for (int back = 1; back <= Math.max(a.rank(), b.rank()); back++) {
      int left = back <= a.rank() ? a.extent(-back) : 1;
      int right = back <= b.rank() ? b.extent(-back) : 1;
      if (left != right && left != 1 && right != 1) {
        throw new ShapeException("expected equal shapes or extents of 1, got " + a + " and " + b);
      }
      extents.add(Math.max(left, right));
    }
    Collections.reverse(extents);
    return new Shape(extents);
  }
}
