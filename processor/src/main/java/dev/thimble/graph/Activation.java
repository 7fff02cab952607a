package dev.thimble.graph;

/** An activation that is fused into the step before it: it clamps, so it costs nothing. */
public enum Activation {
  /** None. */
  NONE,
  /** max(x, 0). */
  RELU,
  /** min(max(x, 0), 6). */
  RELU6,
  /** min(max(x, -1), 1). */
  RELU_N1_TO_1;

  /** Smallest real that passes. */
  public double low() {
    return switch (this) {
      case NONE -> Double.NEGATIVE_INFINITY;
      case RELU, RELU6 -> 0;
      case RELU_N1_TO_1 -> -1;
    };
  }

  /** Largest real that passes. */
  public double high() {
    return switch (this) {
      case NONE, RELU -> Double.POSITIVE_INFINITY;
      case RELU6 -> 6;
      case RELU_N1_TO_1 -> 1;
    };
  }
}
