package dev.thimble.graph;

import java.util.List;

/**
 * Reals rounded to the integers that a file keeps them in, and made reals again: where an imported
 * quantised network says what its integers stand for. Graphs that are lowered have none.
 *
 * @param meaning one scale and zero point
 * @param element the integers' type, to whose range they are clamped
 */
public record FakeQuantize(Quantization meaning, ElementType element) implements Operator {
  @Override
  public List<Shape> infer(List<Shape> inputs) {
    return List.of(inputs.get(0));
  }

  /** The integer for a real: halves go to the even one. */
  public long integer(double x) {
    double rounded = Math.rint(x / meaning.scale()) + meaning.zeroPoint();
    return (long) Math.max(element.min(), Math.min(element.max(), rounded));
  }

  /** What remains of a real. */
  public double of(double x) {
    return (integer(x) - meaning.zeroPoint()) * meaning.scale();
  }
}
