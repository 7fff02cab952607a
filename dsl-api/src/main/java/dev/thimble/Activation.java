package dev.thimble;

/** What is applied to each element of a step's result. */
public enum Activation {
  /** The element itself. */
  NONE,

  /** max(x, 0); free where it is a member of the step before. */
  RELU,

  /** min(max(x, 0), 6); free where it is a member of the step before. */
  RELU6,

  /** 1 / (1 + e^-x); a table of 256 bytes. */
  SIGMOID,

  /** Hyperbolic tangent; a table of 256 bytes. */
  TANH,

  /** x, or 0.01 x where it is negative; {@link Activate#slope()} for another slope. */
  LEAKY_RELU,

  /** x * min(max(x + 3, 0), 6) / 6; a table of 256 bytes. */
  HARD_SWISH
}
