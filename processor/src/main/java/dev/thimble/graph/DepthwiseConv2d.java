package dev.thimble.graph;

import java.util.List;

/**
 * Convolution of each channel alone: [.., height, width, in] by weights [kernel height, kernel
 * width, in * multiplier] and a bias [in * multiplier]; output channel o reads input channel o /
 * multiplier.
 */
public record DepthwiseConv2d(WindowSpec window, Activation activation) implements Operator {
  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shape x = Shapes.picture(inputs.get(0));
    Shape w = inputs.get(1);
    Shapes.expectRank("weights", w, 3);
    if (w.extent(2) % x.extent(-1) != 0) {
      throw new ShapeException(
          "expected weights for " + x.extent(-1) + " input channels, got " + w);
    }
    Window over = window.over(x.extent(-3), x.extent(-2), w.extent(0), w.extent(1));
    return List.of(Shapes.picture(x, over.outHeight(), over.outWidth(), w.extent(2)));
  }
}
