package dev.thimble.fit;

/** What a difference counts. */
public enum Norm {
  /** Its square. */
  EUCLIDEAN,
  /** Its magnitude. */
  MANHATTAN;

  double of(double difference) {
    return this == EUCLIDEAN ? difference * difference : Math.abs(difference);
  }
}
