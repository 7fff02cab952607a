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

  /** The integer that stands for a real number, as data become integers. */
  long integer(float real, int feature) {
    long integer = Math.round(real / scale(feature)) + zero(feature);
    return Math.max(low, Math.min(high, integer));
  }

  /** The largest integer that stands for at most the number; one below all if none does. */
  long atMost(float real, int feature) {
    long least = low - 1;
    long most = high;
    while (least < most) {
      long middle = Math.floorDiv(least + most + 1, 2);
      if ((float) (scale(feature) * (middle - zero(feature))) <= real) {
        least = middle;
      } else {
        most = middle - 1;
      }
    }
    return least;
  }

  /** The largest magnitude of an integer. */
  long magnitude() {
    return Math.max(Math.abs(low), Math.abs(high));
  }
}
