package dev.thimble.quantize.reference;

/** Whose integers are reproduced where runtimes of TensorFlow Lite differ. */
public enum Profile {
  /** TensorFlow Lite for Microcontrollers with its reference kernels: what a chip runs today. */
  TFLM,
  /** LiteRT on a desktop with its reference kernels: fully connected layers round once. */
  LITERT
}
