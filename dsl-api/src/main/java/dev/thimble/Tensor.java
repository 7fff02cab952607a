package dev.thimble;

/**
 * An array that a step gives: {@code height x width x channels} for pictures, {@code time x
 * features} for sequences. A field of this type only names its step; it is never set.
 */
public final class Tensor {
  private Tensor() {}
}
