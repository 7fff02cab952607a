package dev.thimble.graph;

import java.util.List;

/**
 * Samples weighed by a window, made as loud as 16 bits allow, and filled up with zeros: {@code y =
 * (x * c) >> 12}, then {@code y << s} with s such that the largest {@code |y|} has 15 bits. As in
 * TensorFlow Lite's audio front end, {@code |y|} has 16 bits too: -32768 counts as itself.
 *
 * <p>Outputs: the samples, and s.
 *
 * @param coefficients of the window, in steps of 1/4096, one a sample
 * @param length of the result
 */
public record AudioWindow(List<Integer> coefficients, int length) implements Operator {
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
