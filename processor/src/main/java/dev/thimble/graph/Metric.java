package dev.thimble.graph;

/** How far two points are from each other. */
public enum Metric {
  /** The sum of squared differences: the square of the Euclidean distance, in the same order. */
  EUCLIDEAN,
  /** The sum of absolute differences. */
  MANHATTAN;

  /** What one difference adds. */
  public double of(double difference) {
    return this == EUCLIDEAN ? difference * difference : Math.abs(difference);
  }
}
