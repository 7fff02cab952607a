package dev.thimble.quantize;

import dev.thimble.graph.Quantization;

/**
 * What the integers of a row of features stand for, and where they lie.
 *
 * @param meaning one scale, or one for each feature
 * @param low the smallest integer
 * @param high the largest
 */
record Features(Quantization meaning, long low, long high) {
  double scale(int feature) {
    return meaning.scale(feature);
  }

  int zero(int feature) {
    return meaning.zeroPoints().get(meaning.perChannel() ? feature : 0);
  }

  /** The real number that the smallest integer stands for. */
  double least(int feature) {
    return scale(feature) * (low - zero(feature));
  }

  /** The real number that the largest integer stands for. */
  double most(int feature) {
    return scale(feature) * (high - zero(feature));
  }

  /** The largest magnitude of an integer. */
  long magnitude() {
    return Math.max(Math.abs(low), Math.abs(high));
  }
}
