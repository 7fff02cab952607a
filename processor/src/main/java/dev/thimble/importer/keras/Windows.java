package dev.thimble.importer.keras;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import dev.thimble.graph.WindowSpec;

/**
 * Sliding windows of layers over one or two axes. A window over steps slides over a picture of one
 * row.
 */
record Windows(LayerCall call, int axes) {
  /** The input as a picture. */
  Value picture() throws Problem, ShapeException {
    String format = call.config().text("data_format", "channels_last");
    if (!format.equals("channels_last")) {
      throw call.unsupported("data_format " + format, "Train with channels_last.");
    }
    Value x = call.input(axes + 1);
    return axes == 1 ? call.row(x) : x;
  }

  /** A picture as the layer hands it out. */
  Value handedOut(Value picture) throws Problem, ShapeException {
    return axes == 1 ? call.steps(picture) : picture;
  }

  /** Extents over rows and columns of a member; rows are 1 for steps. */
  int[] extents(String member, int fallback) throws Problem {
    int[] given = call.config().extents(member, axes, fallback);
    return axes == 1 ? new int[] {1, given[0]} : given;
  }

  /** Strides, dilation and padding for a kernel over rows and columns. */
  WindowSpec of(int[] kernel, int[] strides) throws Problem {
    int[] dilation = extents("dilation_rate", 1);
    String padding = call.config().text("padding", "valid");
    WindowSpec valid =
        WindowSpec.of(strides[0], strides[1], dilation[0], dilation[1], WindowSpec.Padding.VALID);
    return switch (padding) {
      case "valid" -> valid;
      case "same" ->
          WindowSpec.of(strides[0], strides[1], dilation[0], dilation[1], WindowSpec.Padding.SAME);
      case "causal" -> valid.withPadding(0, 0, (kernel[1] - 1) * dilation[1], 0);
      default -> throw call.unsupported("padding " + padding, "Use valid or same.");
    };
  }
}
