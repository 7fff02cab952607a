package dev.thimble.backend.avr;

/**
 * Which numbers of a sum are in the code, as immediate operands; the others are read from flash.
 */
enum InCode {
  NOTHING,
  /** Weights; a zero costs nothing. */
  WEIGHTS,
  /** Weights, and what makes sums outputs: each channel has code of its own. */
  ALL;

  boolean weights() {
    return this != NOTHING;
  }

  boolean scales() {
    return this == ALL;
  }

  /** What a claim's summary says. */
  String summary() {
    return switch (this) {
      case NOTHING -> "";
      case WEIGHTS -> ", weights in the code";
      case ALL -> ", all numbers in the code";
    };
  }
}
