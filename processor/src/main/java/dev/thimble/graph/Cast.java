package dev.thimble.graph;

import java.util.List;

/**
 * The same integers in another type, whatever they stand for; those that do not fit lose their high
 * bits, as in C. Truth values say whether the integer is not 0.
 */
public record Cast() implements Operator {
  /** The low bits, as in C. */
  public static long wrapped(long value, ElementType to) {
    int unused = Long.SIZE - to.bits();
    return to.min() < 0 ? value << unused >> unused : value << unused >>> unused;
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) {
    return List.of(inputs.get(0));
  }
}
