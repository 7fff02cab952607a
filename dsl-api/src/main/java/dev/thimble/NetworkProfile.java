package dev.thimble;

/**
 * Whose integers a network of integers reproduces where runtimes of TensorFlow Lite differ: in how
 * fully connected layers are rounded. The other layers are the same in both.
 */
public enum NetworkProfile {
  /**
   * TensorFlow Lite for Microcontrollers: fully connected layers over int8 round twice, those over
   * int16 with a bias of 64 bits take a multiplier of 16 bits.
   */
  TFLM,

  /**
   * LiteRT on a desktop, with its reference kernels: fully connected layers round once. For models
   * whose accuracy was measured there.
   */
  LITERT
}
