package dev.thimble;

/** How a window that slides over a picture treats its borders. */
public enum Padding {
  /**
   * Zeros around the picture, so that a stride of 1 keeps its size. With a stride of s, {@code
   * ceil(size / s)} windows fit; zeros are split evenly, the odd one goes behind.
   */
  SAME,

  /** No padding: windows stay inside the picture. */
  VALID
}
