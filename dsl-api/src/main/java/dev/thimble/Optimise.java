package dev.thimble;

/**
 * What is preferred where a chip's own code can be small or fast ({@link TinyModel#optimise()}).
 */
public enum Optimise {
  /** The least flash: portable C too, many times slower, where it is smaller than assembly. */
  SIZE,
  /**
   * Loops that are fast for their size; smaller ones where flash would be exceeded, and portable C
   * where these do not do either.
   */
  BALANCED,
  /**
   * The flash that the {@link Budget} leaves is spent where it saves the most cycles a byte: loops
   * are unrolled, with the weights in the code. Without a budget of flash the model takes at most
   * three quarters of the chip's.
   */
  SPEED
}
