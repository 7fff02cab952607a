package dev.thimble.backend.avr;

import dev.thimble.kernel.Interval;
import dev.thimble.kernel.sums.ScaleRule;
import dev.thimble.kernel.sums.Thresholds;
import java.util.Optional;

/**
 * Requantisation of 24-bit sums to a byte by a few 8-bit products, which gives the very numbers of
 * the rule that it stands for.
 *
 * <p>A sum {@code a}, which begins with {@code start}, becomes {@code (g(a) + constant) >> bits},
 * where {@code g(a)} is {@code a * multiplier} without the products of bytes that reach only the
 * lowest bytes. {@code g} never falls, so the rule and this agree everywhere if they agree on both
 * sides of each of the at most 255 places where the rule's result changes; {@link #find} looks for
 * numbers of which that is true. A rule that rounds twice, away from zero, often needs two
 * constants: sums that are not below {@code turn} get more.
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

  private static final int MOST_SUMS = 3;

  /** What all sums must be within. */
  private static final Interval SIGNED = new Interval(-OFFSET, OFFSET - 1);

  /** Whether there are sums below zero, the result of which is the least. */
  boolean isCutLow() {
    return form.isWindow() && sums.low() < 0;
  }

  /** Whether there are sums above the range, the result of which is the largest. */
  boolean isCutHigh() {
    return form.isWindow() && sums.high() >= HALF * form.halves();
  }

  /** Where the results of a channel's sums change, which a search begins with. */
  static Thresholds places(ScaleRule rule, long bias, Interval sums) {
    return Thresholds.of(rule, sums.plus(Interval.of(bias))).less(bias);
  }

  /**
   * Constants with which the result, less {@code rule.limits().low()}, comes out for every sum of
   * the range.
   *
   * @param places where the results change, by {@link #places}
   * @param form which products there are
   */
  static Optional<ByteScale> find(ScaleRule rule, Thresholds places, ScaleForm form) {
    return ScaleSearch.starts(places, form).stream()
        .filter(start -> fits(places.sums().plus(Interval.of(start)), form))
        .flatMap(start -> find(rule, places.less(-start), start, form).stream())
        .findFirst();
  }

  private static boolean fits(Interval sums, ScaleForm form) {
    return form.isWindow()
        ? SIGNED.contains(sums)
        : SIGNED.contains(sums.plus(Interval.of(-OFFSET)));
  }

  private static Optional<ByteScale> find(
      ScaleRule rule, Thresholds places, long start, ScaleForm form) {
    ScaleSearch search = new ScaleSearch(places, form, start);
    return rule.multipliers(form.bits(), neighbours(rule, places, form))
        .filter(multiplier -> multiplier < 1L << 8 * form.multiplierBytes())
        .mapToObj(search::with)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /**
   * How many multipliers can be right at all: one that is farther from the ratio is off by several
   * sums between the first place and the last.
   */
  private static int neighbours(ScaleRule rule, Thresholds places, ScaleForm form) {
    long[] first = places.first();
    double span = first.length < 2 ? 1 : first[first.length - 1] - first[0];
    double most = MOST_SUMS * rule.ratio() * Math.pow(2, form.bits()) / Math.min(span, HALF) + 2;
    return 2 * (int) Math.min(ScaleForm.NEIGHBOURS, most) + 1;
  }
}
