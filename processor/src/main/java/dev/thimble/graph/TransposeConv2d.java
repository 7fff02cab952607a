package dev.thimble.graph;

import java.util.List;

/**
 * A convolution turned round: each pixel of [.., height, width, in] is spread over the result by
 * weights [out, kernel height, kernel width, in], then a bias [out] is added. Pixel (y, x) meets
 * the result at {@code (y * strideHeight - padTop + ky, x * strideWidth - padLeft + kx)}.
 *
 * @param padTop rows of the full result that are cut off above
 * @param padLeft columns of the full result that are cut off on the left
 * @param outHeight rows of the result
 * @param outWidth columns of the result
 */
public record TransposeConv2d(
    int strideHeight,
    int strideWidth,
    int padTop,
    int padLeft,
    int outHeight,
    int outWidth,
    Activation activation)
    implements Operator {
  /** The same with another activation. */
  public TransposeConv2d with(Activation other) {
    return new TransposeConv2d(
        strideHeight, strideWidth, padTop, padLeft, outHeight, outWidth, other);
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shape x = Shapes.picture(inputs.get(0));
    Shape w = inputs.get(1);
    Shapes.expectRank("weights", w, 4);
    if (w.extent(3) != x.extent(-1)) {
      throw new ShapeException(
          "expected weights for " + x.extent(-1) + " input channels, got " + w);
    }
    return List.of(Shapes.picture(x, outHeight, outWidth, w.extent(0)));
  }
}
