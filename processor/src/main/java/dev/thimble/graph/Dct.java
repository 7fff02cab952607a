package dev.thimble.graph;

import java.util.List;

/**
 * Sums of products with the rows of a table of cosines, {@code (sum + half) >> shift}, clamped to
 * 16 bits.
 *
 * @param cosines a row of 16-bit numbers for each result, one behind the other
 * @param bands numbers in a row
 * @param shift of the sums
 */
public record Dct(List<Integer> cosines, int bands, int shift) implements Operator {
  /** Copies the list. */
  public Dct {
    cosines = List.copyOf(cosines);
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shapes.expectElements("bands", inputs.get(0), bands);
    return List.of(Shape.of(cosines.size() / bands));
  }
}
