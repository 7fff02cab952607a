package dev.thimble.graph;

import java.util.List;

/**
 * {@code re^2 + im^2} of each bin of a spectrum, {@code [n, 2] -> [n]}, below 2^30: no bin of a
 * {@link HalvingFft} has a larger one. With {@code root} its rounded root, shifted right by the
 * second input.
 *
 * @param root whether magnitudes are wanted
 */
public record Energies(boolean root) implements Operator {
  /** The largest energy. */
  public static final long MOST = (1L << 30) - 1;

  /** The largest magnitude. */
  public static final long MOST_ROOT = Short.MAX_VALUE;

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shapes.expectRank("spectrum", inputs.get(0), 2);
    return List.of(Shape.of(inputs.get(0).extent(0)));
  }
}
