package dev.thimble;

/**
 * What {@link Statistics} computes of one channel of a window, with n readings x and their mean m,
 * in integers. Units are those of the readings where nothing else is said. Quotients and roots are
 * rounded to nearest.
 */
public enum Statistic {
  /** {@code sum(x) / n}. */
  MEAN,
  /** {@code sum((x - m)^2) / n}, in squared units. */
  VARIANCE,
  /** The root of the variance. */
  DEVIATION,
  /** The root of {@code sum(x^2) / n}. */
  RMS,
  /** The smallest reading. */
  MINIMUM,
  /** The largest reading. */
  MAXIMUM,
  /** The largest less the smallest reading. */
  PEAK_TO_PEAK,
  /** How often neighbours lie on different sides of the mean; a reading equal to it lies above. */
  ZERO_CROSSINGS,
  /** {@code sum((x - m)^3) / n} over the deviation's cube, in steps of 1/256; 0 for a constant. */
  SKEW,
  /** {@code sum((x - m)^4) / n} over the squared variance, in steps of 1/256; 0 for a constant. */
  KURTOSIS,
  /** The mean of {@code |x[i + 1] - x[i]|}. */
  JERK,
  /**
   * The correlation of each pair of channels, first 0 with 1, 0 with 2, then 1 with 2, and so on,
   * in steps of 1/256; behind the statistics of all channels. 0 for a constant.
   */
  CORRELATION
}
