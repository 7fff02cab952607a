package dev.thimble.resolve;

import dev.thimble.graph.WindowSpec;

/** The members {@code stride}, {@code dilation} and {@code padding}. */
final class Windows {
  private Windows() {}

  /** The window of a step whose members default to these. */
  static WindowSpec of(StepContext step, int[] defaultStride, String defaultPadding) {
    int[] stride = step.pair("stride", defaultStride);
    int[] dilation = step.pair("dilation", new int[] {1, 1});
    String padding = step.values().text("padding").orElse(defaultPadding);
    return WindowSpec.of(
        stride[0], stride[1], dilation[0], dilation[1], WindowSpec.Padding.valueOf(padding));
  }
}
