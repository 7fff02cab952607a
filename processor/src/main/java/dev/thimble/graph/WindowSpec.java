package dev.thimble.graph;

/**
 * A sliding window before the picture's extents are known.
 *
 * @param padding how borders are treated
 * @param padTop rows above, for {@link Padding#EXPLICIT}
 * @param padBottom rows below, for {@link Padding#EXPLICIT}
 * @param padLeft columns on the left, for {@link Padding#EXPLICIT}
 * @param padRight columns on the right, for {@link Padding#EXPLICIT}
 */
public record WindowSpec(
    int strideHeight,
    int strideWidth,
    int dilationHeight,
    int dilationWidth,
    Padding padding,
    int padTop,
    int padBottom,
    int padLeft,
    int padRight) {
  /** How borders are treated. */
  public enum Padding {
    /** As many outputs as strides fit into the input; padding split evenly, the odd one behind. */
    SAME,
    /** No padding. */
    VALID,
    /** As many rows and columns as are given. */
    EXPLICIT
  }

  /** A window with SAME or VALID borders. */
  public static WindowSpec of(
      int strideHeight, int strideWidth, int dilationHeight, int dilationWidth, Padding padding) {
    return new WindowSpec(
        strideHeight, strideWidth, dilationHeight, dilationWidth, padding, 0, 0, 0, 0);
  }

  /** The same window with explicit padding. */
  public WindowSpec withPadding(int top, int bottom, int left, int right) {
    return new WindowSpec(
        strideHeight,
        strideWidth,
        dilationHeight,
        dilationWidth,
        Padding.EXPLICIT,
        top,
        bottom,
        left,
        right);
  }

  /** The window over a picture of these extents. */
  public Window over(int height, int width, int kernelHeight, int kernelWidth)
      throws ShapeException {
    int spanHeight = (kernelHeight - 1) * dilationHeight + 1;
    int spanWidth = (kernelWidth - 1) * dilationWidth + 1;
    int outHeight = outputs(height, spanHeight, strideHeight, padTop + padBottom);
    int outWidth = outputs(width, spanWidth, strideWidth, padLeft + padRight);
    if (outHeight < 1 || outWidth < 1) {
      throw new ShapeException(
          "a window of "
              + spanHeight
              + "x"
              + spanWidth
              + " does not fit into "
              + height
              + "x"
              + width);
    }
    int top =
        padding == Padding.SAME ? before(height, spanHeight, strideHeight, outHeight) : padTop;
    int left = padding == Padding.SAME ? before(width, spanWidth, strideWidth, outWidth) : padLeft;
    return new Window(
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        dilationHeight,
        dilationWidth,
        top,
        left,
        outHeight,
        outWidth);
  }

  private int outputs(int extent, int span, int stride, int explicit) {
    return switch (padding) {
      case SAME -> (extent + stride - 1) / stride;
      case VALID -> extent < span ? 0 : (extent - span) / stride + 1;
      case EXPLICIT -> extent + explicit < span ? 0 : (extent + explicit - span) / stride + 1;
    };
  }

  private static int before(int extent, int span, int stride, int outputs) {
    return Math.max(0, (outputs - 1) * stride + span - extent) / 2;
  }
}
