package dev.thimble.graph;

import java.util.List;

/**
 * A picture [batch, height, width, channels] brought to other extents by weighing four neighbours.
 * {@code ResizeBilinearInteger} of TensorFlow Lite's {@code internal/reference/resize_bilinear.h},
 * in steps of 2^-10.
 */
public record ResizeBilinear(int height, int width, boolean alignCorners, boolean halfPixelCenters)
    implements Operator {
  private static final int ONE = 1 << 10;

  /** The two neighbours of an output row or column, and the share of the second one in 2^-10. */
  public record Neighbours(int first, int second, int share) {}

  /** The neighbours of output {@code at} of {@code out} along an axis of {@code in}. */
  public Neighbours neighbours(int at, int in, int out) {
    int scale =
        alignCorners && out > 1
            ? (ONE * (in - 1) + (out - 1) / 2) / (out - 1)
            : (ONE * in + out / 2) / out;
    int scaled = at * scale + (halfPixelCenters ? scale / 2 - ONE / 2 : 0);
    int first = Math.max(scaled / ONE, 0);
    int second = Math.min((scaled + ONE - 1) / ONE, in - 1);
    return new Neighbours(first, second, scaled - ONE * first);
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shapes.expectRank("a picture", inputs.get(0), 4);
    return List.of(inputs.get(0).with(1, height).with(2, width));
  }
}
