package dev.thimble;

/** TensorFlow Lite's two audio front ends: similar features, not the same ones. */
public enum FrontendProfile {
  /**
   * The C library of TensorFlow Lite for Microcontrollers, as {@code pymicro-features} gives it and
   * microWakeWord is trained on it: integers of 16 bits in steps of 0.0390625.
   */
  MICRO,
  /**
   * Its Signal library, which is {@code audio_preprocessor_int8.tflite} of micro_speech: signed
   * bytes, which networks take as they are.
   */
  SIGNAL
}
