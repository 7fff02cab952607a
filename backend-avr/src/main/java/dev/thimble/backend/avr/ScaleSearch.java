package dev.thimble.backend.avr;

import dev.thimble.kernel.Interval;
import dev.thimble.kernel.sums.Thresholds;
import java.util.List;
import java.util.Optional;

/**
 * Looks for the constants of a {@link ByteScale}, given its multiplier.
 *
 * @param thresholds of the sums, with what they start with
 * @param form which products there are
 * @param start what sums begin with
 */
record ScaleSearch(Thresholds thresholds, ScaleForm form, long start) {
  private static final int TURN_UNIT = 256;

  /** What sums may begin with, given where their results change. */
  static List<Long> starts(Thresholds places, ScaleForm form) {
    if (!form.isWindow()) {
      return List.of(ByteScale.OFFSET);
    }
    boolean cut = places.first().length > 0 && places.least() == places.limits().low();
    long first = cut ? 1 - places.first()[0] : -places.sums().low();
    // Where a rule turns, in the middle of all sums, the second half may begin.
    return form.halves() > 1
        ? List.of(first, places.from() + ByteScale.HALF * (form.halves() - 1))
        : List.of(first);
  }

  /** Whether any multiplier can do. */
  boolean isPossible() {
    return !form.isWindow() || isInside();
  }

  Optional<ByteScale> with(long multiplier) {
    if (form.halves() > 1) {
      return halves(multiplier);
    }
    if (!form.turns()) {
      return single(multiplier);
    }
    long zero = -thresholds.from();
    if (form.fine()) {
      return turned(multiplier, zero);
    }
    long turn = Math.floorDiv(zero, TURN_UNIT) * TURN_UNIT;
    return turned(multiplier, turn).or(() -> turned(multiplier, turn + TURN_UNIT));
  }

  /** Whether results change only at sums that are neither negative nor too large. */
  private boolean isInside() {
    long[] first = thresholds.first();
    long size = ByteScale.HALF * form.halves();
    boolean low =
        thresholds.sums().low() >= 0
            || thresholds.least() == thresholds.limits().low()
                && (first.length == 0 || first[0] >= 0);
    boolean high =
        thresholds.sums().high() < size
            || thresholds.least() + first.length == thresholds.limits().high()
                && (first.length == 0 || first[first.length - 1] <= size);
    // There are some: the sums of a constant channel can be anywhere.
    boolean some = thresholds.sums().high() >= 0 && thresholds.sums().low() < size;
    return low && high && some;
  }

  /** The sums that are multiplied. */
  private Interval inside() {
    Interval sums = thresholds.sums();
    return form.isWindow()
        ? new Interval(
            Math.max(0, sums.low()), Math.min(ByteScale.HALF * form.halves() - 1, sums.high()))
        : sums;
  }

  /** A constant for a part of the sums, if one is there. */
  private Optional<Long> constant(long multiplier, Interval part) {
    return constants(multiplier, part)
        .filter(window -> whole(window.low()) <= window.high())
        .map(window -> whole(window.low()))
        .filter(constant -> fits(constant, multiplier, part));
  }

  private Optional<Interval> constants(long multiplier, Interval part) {
    long least = least(multiplier, part);
    long most = most(multiplier, part);
    if (least > most) {
      return Optional.empty();
    }
    Optional<Interval> constants =
        thresholds.constants(
            sum -> product(sum, multiplier), form.bits(), part, new Interval(least, most));
    // Within a window nothing shows that a total is negative.
    return form.isWindow()
        ? constants
            .filter(window -> window.high() >= 0)
            .map(window -> new Interval(Math.max(0, window.low()), window.high()))
        : constants;
  }

  private ByteScale scale(long multiplier, long constant, long more, long turn) {
    return new ByteScale(form, start, thresholds.sums(), multiplier, constant, more, turn);
  }

  /** One constant. */
  private Optional<ByteScale> single(long multiplier) {
    return constant(multiplier, inside()).map(constant -> scale(multiplier, constant, 0, 0));
  }

  /** A constant for each half. */
  private Optional<ByteScale> halves(long multiplier) {
    Interval all = inside();
    long middle = ByteScale.HALF;
    if (all.low() >= middle || all.high() < middle) {
      return Optional.empty();
    }
    Optional<Long> below = constant(multiplier, new Interval(all.low(), middle - 1));
    Optional<Long> above = constant(multiplier, new Interval(middle, all.high()));
    return below.flatMap(low -> above.map(high -> scale(multiplier, low, high - low, middle)));
  }

  /** Two constants, where sums below the turn take the first of them. */
  private Optional<ByteScale> turned(long multiplier, long turn) {
    Interval sums = inside();
    if (turn <= sums.low() || turn > sums.high()) {
      return single(multiplier);
    }
    Interval lower = new Interval(sums.low(), turn - 1);
    Interval upper = new Interval(turn, sums.high());
    // Above the turn, where rectified sums change their results, a multiplier fails first.
    Optional<Interval> above = constants(multiplier, upper);
    Optional<Interval> below = above.isEmpty() ? Optional.empty() : constants(multiplier, lower);
    if (below.isEmpty()) {
      return Optional.empty();
    }
    long step = 1L << 8 * form.turning();
    for (long by = 0; by < TURN_UNIT * step; by += step) {
      long constant = whole(Math.max(below.get().low(), above.get().low() - by));
      boolean found =
          constant <= Math.min(below.get().high(), above.get().high() - by)
              && fits(constant, multiplier, lower)
              && fits(constant + by, multiplier, upper);
      if (found) {
        return Optional.of(scale(multiplier, constant, by, turn));
      }
    }
    return Optional.empty();
  }

  /** The least number from there on that ends where the lowest product does. */
  private long whole(long low) {
    long unit = 1L << 8 * form.lowest();
    return -Math.floorDiv(-low, unit) * unit;
  }

  /** Whether the bytes of the total hold all results; signed, where whole sums are multiplied. */
  private boolean fits(long constant, long multiplier, Interval range) {
    return least(multiplier, range) <= constant && constant <= most(multiplier, range);
  }

  private long least(long multiplier, Interval range) {
    long total = form.isWindow() ? 0 : -(1L << (form.totalBits() - 1));
    return total - product(range.low(), multiplier);
  }

  private long most(long multiplier, Interval range) {
    long total = 1L << (form.isWindow() ? form.totalBits() : form.totalBits() - 1);
    return total - 1 - product(range.high(), multiplier);
  }

  /** The sum's product, as the form has it. */
  private long product(long sum, long multiplier) {
    long product = 0;
    for (int i = 0; i < form.sumBytes(); i++) {
      int without = 8 * Math.max(0, form.lowest() - i);
      product += (sum & 0xffL << 8 * i) * (multiplier >> without << without);
    }
    return product;
  }
}
