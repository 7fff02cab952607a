package dev.thimble.graph;

import java.util.List;

/**
 * Samples weighed by a window, made as loud as 16 bits allow, and filled up with zeros: {@code y =
 * (x * c) >> 12}, then {@code y << s} with s such that the largest {@code |y|} has 15 bits. {@code
 * |y|} has 16 bits too, as in TensorFlow Lite's audio front ends: -32768 counts as itself. In one
 * of them it is passed over; in the other one it becomes what is the largest so far, and nothing is
 * shifted where the search does not end above 0.
 *
 * <p>Outputs: the samples, and s.
 *
 * @param coefficients of the window, in steps of 1/4096, one a sample
 * @param length of the result
 * @param overwritten whether -32768 becomes the largest so far
 */
public record AudioWindow(List<Integer> coefficients, int length, boolean overwritten)
    implements Operator {
  /** Position of the shift among the outputs. */
  public static final int SHIFT = 1;

  /** Copies the list. */
  public AudioWindow {
    coefficients = List.copyOf(coefficients);
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    if (inputs.get(0).elements() != coefficients.size()) {
      throw new ShapeException(
          "expected " + coefficients.size() + " samples, got " + inputs.get(0));
    }
    return List.of(Shape.of(length), Shape.of(1));
  }
}
