package dev.thimble.graph;

/**
 * The geometry of a window that slides over a picture.
 *
 * @param kernelHeight rows of the window
 * @param kernelWidth columns of the window
 * @param strideHeight rows between windows
 * @param strideWidth columns between windows
 * @param dilationHeight rows between taps
 * @param dilationWidth columns between taps
 * @param padTop rows of padding above
 * @param padLeft columns of padding on the left
 * @param outHeight rows of the result
 * @param outWidth columns of the result
 */
public record Window(
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int dilationHeight,
    int dilationWidth,
    int padTop,
    int padLeft,
    int outHeight,
    int outWidth) {
  /** Rows that the dilated window spans. */
  public int spanHeight() {
    return (kernelHeight - 1) * dilationHeight + 1;
  }

  /** Columns that the dilated window spans. */
  public int spanWidth() {
    return (kernelWidth - 1) * dilationWidth + 1;
  }

  /** Whether some window reaches beyond a picture of that height. */
  public boolean clipsRows(int height) {
    return padTop > 0 || (outHeight - 1) * strideHeight - padTop + spanHeight() > height;
  }

  /** Whether some window lies outside a picture of these extents as a whole. */
  public boolean leaves(int height, int width) {
    return leaves(height, padTop, kernelHeight, strideHeight, dilationHeight, outHeight)
        || leaves(width, padLeft, kernelWidth, strideWidth, dilationWidth, outWidth);
  }

  private static boolean leaves(
      int extent, int pad, int kernel, int stride, int dilation, int out) {
    for (int i = 0; i < out; i++) {
      int first = i * stride - pad;
      // The first tap that is not before the picture.
      int inside = first >= 0 ? first : first + (dilation - 1 - first) / dilation * dilation;
      if (inside >= extent || inside > first + (kernel - 1) * dilation) {
        return true;
      }
    }
    return false;
  }

  /** Whether some window reaches beyond a picture of that width. */
  public boolean clipsColumns(int width) {
    return padLeft > 0 || (outWidth - 1) * strideWidth - padLeft + spanWidth() > width;
  }
}
