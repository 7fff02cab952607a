package dev.thimble;

/** How a camera sends a pixel. */
public enum PictureFormat {
  /** A byte: its brightness. */
  GREY,

  /** Three bytes: red, green and blue. */
  RGB888,

  /**
   * Two bytes, the lower one first: 5 bits of red, 6 of green, 5 of blue, red the highest. As
   * processors with little-endian memory hold 16-bit pixels.
   */
  RGB565,

  /** The same, the higher byte first: as most cameras send it. */
  RGB565_HIGH_FIRST
}
