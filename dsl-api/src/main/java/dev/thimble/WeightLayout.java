package dev.thimble;

/** The order in which a weights file holds its axes. */
public enum WeightLayout {
  /**
   * PyTorch's: dense {@code [out, in]}, convolution {@code [out, in, height, width]}, depthwise
   * {@code [channels * multiplier, 1, height, width]}. The inputs of a dense layer behind a picture
   * are counted channel, row, column, as {@code torch.flatten} does.
   */
  TORCH,

  /**
   * Keras's: dense {@code [in, out]}, convolution {@code [height, width, in, out]}, depthwise
   * {@code [height, width, channels, multiplier]}. The inputs of a dense layer behind a picture are
   * counted row, column, channel. {@code <step>.kernel} is read as {@code <step>.weight}.
   */
  KERAS
}
