package dev.thimble.graph;

import java.util.List;

/**
 * Convolution of [.., height, width, in] by weights [out, kernel height, kernel width, in / groups]
 * and a bias [out].
 */
public record Conv2d(WindowSpec window, Activation activation) implements Operator {
  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shape x = Shapes.picture(inputs.get(0));
    Shape w = inputs.get(1);
    Shapes.expectRank("weights", w, 4);
    if (x.extent(-1) % w.extent(3) != 0 || w.extent(0) % (x.extent(-1) / w.extent(3)) != 0) {
      throw new ShapeException(
          "expected weights for " + x.extent(-1) + " input channels, got " + w);
    }
    Window over = window.over(x.extent(-3), x.extent(-2), w.extent(1), w.extent(2));
    return List.of(Shapes.picture(x, over.outHeight(), over.outWidth(), w.extent(0)));
  }
}
