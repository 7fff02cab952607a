package dev.thimble;

/** How the pixels of a resized picture are made. */
public enum Resampling {
  /** The pixel in which the middle of the new one lies. */
  NEAREST,

  /**
   * Four neighbours of the new pixel's middle, weighed in steps of 2^-10 by TensorFlow Lite's rule
   * with half-pixel centres. To less than half of a size it skips pixels.
   */
  BILINEAR
}
