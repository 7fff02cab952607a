package dev.thimble;

/** How samples of a frame are weighed; n is the size, the windows are periodic. */
public enum WindowFunction {
  /** {@code 0.5 - 0.5 cos(2 pi i / n)}. */
  HANN,
  /** {@code 0.54 - 0.46 cos(2 pi i / n)}. */
  HAMMING,
  /** All alike. */
  RECTANGULAR
}
