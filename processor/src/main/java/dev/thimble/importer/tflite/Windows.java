package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Value;
import dev.thimble.graph.WindowSpec;

/** Reads sliding windows: padding, strides and dilations, kept so small that nothing overflows. */
final class Windows {
  private static final long MAX_SPAN = 1L << 24;

  private Windows() {}

  /**
   * Padding from field 0, strides from fields 1 (width) and 2 (height), as all options have them.
   */
  static WindowSpec strided(Step step, Options options, int dilationHeight, int dilationWidth)
      throws Problem {
    return WindowSpec.of(
        options.positive("the vertical stride", 2, 0),
        options.positive("the horizontal stride", 1, 0),
        dilationHeight,
        dilationWidth,
        padding(step, options));
  }

  static WindowSpec.Padding padding(Step step, Options options) throws Problem {
    int padding = options.small(0);
    if (padding > 1) {
      throw step.broken("padding no. " + padding);
    }
    return padding == 0 ? WindowSpec.Padding.SAME : WindowSpec.Padding.VALID;
  }

  /** Checks that a kernel of these extents spans a sensible number of rows and columns. */
  static void checkSpan(Step step, WindowSpec window, int kernelHeight, int kernelWidth)
      throws Problem {
    long height = (long) kernelHeight * window.dilationHeight();
    long width = (long) kernelWidth * window.dilationWidth();
    if (height > MAX_SPAN || width > MAX_SPAN) {
      throw step.broken("a window of " + height + "x" + width);
    }
  }

  /** Checks that a tensor has so many axes. */
  static void expectRank(Step step, String what, Value value, int rank) throws Problem {
    if (value.shape().rank() != rank) {
      throw step.broken(what + " of " + value.shape() + " instead of " + rank + " axes");
    }
  }
}
