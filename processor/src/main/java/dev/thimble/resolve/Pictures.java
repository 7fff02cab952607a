package dev.thimble.resolve;

import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;

/** What steps on pictures ask of what arrives. */
final class Pictures {
  private Pictures() {}

  /** Channels of a picture. */
  static int channels(Flow x) throws ShapeException {
    return picture(x).extent(2);
  }

  /** The extents of a picture. */
  static Shape picture(Flow x) throws ShapeException {
    if (x.shape().rank() != 3) {
      throw new ShapeException("expected height x width x channels, got " + x.shape());
    }
    return x.shape();
  }

  /** The product of two extents. */
  static int product(int a, int b) throws ShapeException {
    try {
      return Math.multiplyExact(a, b);
    } catch (ArithmeticException overflow) {
      throw new ShapeException(
          "expected extents that can be computed with, got " + a + " times " + b);
    }
  }
}
