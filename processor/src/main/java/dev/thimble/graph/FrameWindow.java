package dev.thimble.graph;

import java.util.List;

/**
 * Samples made as loud as 16 bits allow and weighed by a window: {@code y = ((x << s) * c) >> 16}
 * with s the most, up to 14, that keeps {@code |x << s|} within 16 bits. So {@code |y|} is at most
 * 2^14, and two samples as a complex number have a magnitude below 2^15, as a {@link HalvingFft}
 * needs.
 *
 * <p>Outputs: the samples, and s.
 *
 * @param coefficients of the window, one a sample, at most {@link #MOST}
 * @param length of the result, whose end is filled with zeros
 */
public record FrameWindow(List<Integer> coefficients, int length) implements Operator {
  /** Position of the shift among the outputs. */
  public static final int SHIFT = 1;

  /** The highest coefficient: 1, nearly. */
  public static final int MOST = Short.MAX_VALUE;

  /** The most that samples are shifted. */
  public static final int MOST_SHIFT = 14;

  /** Copies the list. */
  public FrameWindow {
    coefficients = List.copyOf(coefficients);
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shapes.expectElements("samples", inputs.get(0), coefficients.size());
    return List.of(Shape.of(length), Shape.of(1));
  }
}
