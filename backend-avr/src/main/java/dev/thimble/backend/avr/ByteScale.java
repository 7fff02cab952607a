package dev.thimble.backend.avr;

import dev.thimble.kernel.Interval;

/**
 * Requantisation of 24-bit sums to a byte by a few 8-bit products, which gives the very numbers of
 * the rule that it stands for.
 *
 * <p>A sum {@code a}, which begins with {@code start}, becomes {@code (g(a) + constant) >> bits},
 * where {@code g(a)} is {@code a * multiplier} without the products of bytes that reach only the
 * lowest bytes. {@code g} never falls, so the rule and this agree everywhere if they agree on both
 * sides of each of the at most 255 places where the rule's result changes; {@link ScaleFinder}
 * looks for numbers of which that is true. A rule that rounds twice, away from zero, often needs
 * two constants: sums that are not below {@code turn} get more.
 *
 * @param form which products there are
 * @param start what sums begin with
 * @param sums what they then can be
 * @param multiplier unsigned, of so many bytes
 * @param constant a multiple of {@code 256^form.lowest()}
 * @param more what sums from the turn on get more: a multiple of {@code 256^form.turning()}, or
 *     where each half has a constant, the difference of these
 * @param turn the least sum that gets more
 */
record ByteScale(
    ScaleForm form,
    long start,
    Interval sums,
    long multiplier,
    long constant,
    long more,
    long turn) {
  /** What whole sums begin with, so that they are not negative. */
  static final long OFFSET = 1L << 23;

  static final int SUM_BYTES = 3;

  /** How many sums two bytes tell apart. */
  static final long HALF = 1L << 16;

  /** Whether there are sums below zero, the result of which is the least. */
  boolean isCutLow() {
    return form.isWindow() && sums.low() < 0;
  }

  /** Whether there are sums above the range, the result of which is the largest. */
  boolean isCutHigh() {
    return form.isWindow() && sums.high() >= HALF * form.halves();
  }
}
