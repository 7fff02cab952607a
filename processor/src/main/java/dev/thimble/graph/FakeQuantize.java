package dev.thimble.graph;

import java.util.List;

/**
 * Reals rounded to the integers that a file keeps them in, and made reals again: where an imported
 * quantised network says what its integers stand for. Graphs that are lowered have none.
 *
 * @param meaning one scale and zero point
 * @param element the integers' type
 * @param low the least integer, to which they are clamped
 * @param high the most
 */
public record FakeQuantize(Quantization meaning, ElementType element, int low, int high)
    implements Operator {
  /** Checks that the limits are within the type, around the zero point. */
  public FakeQuantize {
    int zero = meaning.zeroPoint();
    if (low < element.min() || high > element.max() || zero < low || zero > high) {
      throw new IllegalArgumentException(zero + " within " + low + " and " + high);
    }
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) {
    return List.of(inputs.get(0));
  }

  /** The integer for a real: halves go to the even one. */
  public long integer(double x) {
    double rounded = Math.rint(x / meaning.scale()) + meaning.zeroPoint();
    return (long) Math.max(low, Math.min(high, rounded));
  }

  /** What remains of a real. */
  public double of(double x) {
    return (integer(x) - meaning.zeroPoint()) * meaning.scale();
  }
}
