package dev.thimble.graph;

import java.util.List;

/**
 * The spectrum of real samples, a power of two of them: {@code [n] -> [n / 2 + 1, 2]}, real and
 * imaginary part of each bin, divided by n.
 *
 * <p>Integers of 16 bits as kissfft's fixed-point form computes them, which TensorFlow Lite for
 * Microcontrollers uses: a complex transform of sample pairs in radix 4, with one stage of radix 2
 * where it is needed; each butterfly of radix p first multiplies by {@code 32767 / p}; {@code
 * round(v) = (v + 2^14) >> 15}; sums wrap around.
 */
public record RealFft() implements Operator {
  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    long samples = inputs.get(0).elements();
    if (samples < 4 || Long.bitCount(samples) != 1) {
      throw new ShapeException("expected a power of two of samples, got " + inputs.get(0));
    }
    return List.of(Shape.of((int) samples / 2 + 1, 2));
  }
}
