package dev.thimble;

/** How bands divide a range of frequencies. */
public enum BandScale {
  /** Bands of equal width in hertz. */
  LINEAR,
  /** Bands of equal width on the mel scale, {@code ln(1 + f / 700)}: as wide as an ear hears. */
  MEL
}
