package dev.thimble.graph;

import java.util.List;

/**
 * Matrix product with weights [out, in] and a bias [out]; the input's last axis is multiplied, or
 * all of it where that has as many elements as the weights' inputs.
 */
public record Dense(Activation activation) implements Operator {
  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shape x = inputs.get(0);
    Shape w = inputs.get(1);
    Shapes.expectRank("weights", w, 2);
    if (x.rank() > 0 && x.extent(-1) == w.extent(1)) {
      return List.of(x.with(-1, w.extent(0)));
    }
    if (x.elements() % w.extent(1) != 0) {
      throw new ShapeException("expected weights for " + x.elements() + " inputs, got " + w);
    }
    int rows = (int) (x.elements() / w.extent(1));
    return List.of(rows == 1 ? Shape.of(w.extent(0)) : Shape.of(rows, w.extent(0)));
  }
}
