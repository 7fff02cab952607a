package dev.thimble.graph;

import java.util.List;

/**
 * Reals as integers: functions of one element, one after the other, then what stands behind the
 * point is left out. What does not fit the output's type becomes its least or largest integer, and
 * what is no number 0. Truth values say whether the real is not 0.
 *
 * @param functions the first one first; none in a graph of reals
 */
public record Truncate(List<Unary> functions) implements Operator {
  /** Copies the list. */
  public Truncate {
    functions = List.copyOf(functions);
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) {
    return List.of(inputs.get(0));
  }

  /** The integer, or truth value, of that type. */
  public static long of(double real, ElementType to) {
    if (to == ElementType.BOOL) {
      return real == 0 ? 0 : 1;
    }
    return Math.max(to.min(), Math.min(to.max(), (long) real));
  }
}
