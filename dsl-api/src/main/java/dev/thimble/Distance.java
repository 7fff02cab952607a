package dev.thimble;

/** How far two points are from each other. */
public enum Distance {
  /**
   * The root of the sum of squared differences; steps give its square, which has the same order.
   */
  EUCLIDEAN,
  /** The sum of absolute differences. */
  MANHATTAN,
  /**
   * One minus the cosine of the angle: rows are brought to length 1 first, and steps give the
   * squared Euclidean distance then, which is twice as much.
   */
  COSINE
}
