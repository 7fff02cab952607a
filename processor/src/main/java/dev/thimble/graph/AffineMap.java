package dev.thimble.graph;

import java.util.List;

/**
 * Weights [out, in] times the input, in one row, and what is added [out], in more than 8 bits: the
 * scores of linear models, projections, and what kernel machines sum up. {@link Dense} is the same
 * in the bytes of networks.
 */
public record AffineMap(Activation activation) implements Operator {
  /** Without an activation. */
  public AffineMap() {
    this(Activation.NONE);
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shape x = inputs.get(0);
    Shape w = inputs.get(1);
    Shapes.expectRank("weights", w, 2);
    if (x.elements() != w.extent(1)) {
      throw new ShapeException("expected weights for " + x.elements() + " inputs, got " + w);
    }
    if (inputs.size() > 2 && inputs.get(2).elements() != w.extent(0)) {
      throw new ShapeException("expected a bias for each of " + w + ", got " + inputs.get(2));
    }
    return List.of(Shape.of(w.extent(0)));
  }
}
