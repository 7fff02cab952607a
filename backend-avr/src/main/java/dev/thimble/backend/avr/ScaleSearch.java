package dev.thimble.backend.avr;

import dev.thimble.kernel.Interval;
import dev.thimble.kernel.sums.Thresholds;
import dev.thimble.kernel.sums.Thresholds.Conflict;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/**
 * Looks for the constants of a {@link ByteScale}, given its multiplier. Hundreds of multipliers are
 * tried, and most of them fail where the one before did.
 */
final class ScaleSearch {
  private static final int TURN_UNIT = 256;

  private final Thresholds thresholds;
  private final ScaleForm form;
  private final long start;

  /** The sums that are multiplied. */
  private final Interval inside;

  /** Where the last multiplier failed: with one constant, and with one for each part. */
  private final Conflict whole = new Conflict();

  private final Conflict below = new Conflict();
  private final Conflict above = new Conflict();

  /**
   * A search.
   *
   * @param thresholds of the sums, with what they start with
   * @param form which products there are
   * @param start what sums begin with
   */
  ScaleSearch(Thresholds thresholds, ScaleForm form, long start) {
    this.thresholds = thresholds;
    this.form = form;
    this.start = start;
    Interval sums = thresholds.sums();
    long low = Math.max(0, sums.low());
    long high = Math.min(ByteScale.HALF * form.halves() - 1, sums.high());
    this.inside = form.isWindow() && low <= high ? new Interval(low, high) : sums;
  }

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
    Product product = Product.of(form, multiplier);
    if (form.halves() > 1) {
      return halves(product);
    }
    if (!form.turns()) {
      return single(product);
    }
    long zero = -thresholds.from();
    if (form.fine()) {
      return turned(product, zero);
    }
    long turn = Math.floorDiv(zero, TURN_UNIT) * TURN_UNIT;
    Optional<ByteScale> found = turned(product, turn);
    return found.isPresent() ? found : turned(product, turn + TURN_UNIT);
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

  /** A constant for a part of the sums, if one is there. */
  private Optional<Long> constant(Product product, Interval part, Conflict conflict) {
    Optional<Interval> window = constants(product, part, conflict);
    if (window.isEmpty()) {
      return Optional.empty();
    }
    long constant = whole(window.get().low());
    return constant <= window.get().high() && fits(constant, product, part)
        ? Optional.of(constant)
        : Optional.empty();
  }

  /** Whether the product fails in one of two parts where another one did. */
  private boolean fails(Product product, Interval lower, Interval upper) {
    return thresholds.conflict(product, form.bits(), upper, above)
        || thresholds.conflict(product, form.bits(), lower, below);
  }

  private Optional<Interval> constants(Product product, Interval part, Conflict conflict) {
    long least = least(product, part);
    long most = most(product, part);
    if (least > most) {
      return Optional.empty();
    }
    Optional<Interval> window =
        thresholds.constants(product, form.bits(), part, new Interval(least, most), conflict);
    if (!form.isWindow() || window.isEmpty()) {
      return window;
    }
    // Within a window nothing shows that a total is negative.
    long high = window.get().high();
    return high < 0
        ? Optional.empty()
        : Optional.of(new Interval(Math.max(0, window.get().low()), high));
  }

  private ByteScale scale(Product product, long constant, long more, long turn) {
    return new ByteScale(
        form, start, thresholds.sums(), product.multiplier(), constant, more, turn);
  }

  /** One constant. */
  private Optional<ByteScale> single(Product product) {
    if (thresholds.conflict(product, form.bits(), inside, whole)) {
      return Optional.empty();
    }
    Optional<Long> constant = constant(product, inside, whole);
    return constant.isEmpty()
        ? Optional.empty()
        : Optional.of(scale(product, constant.get(), 0, 0));
  }

  /** A constant for each half. */
  private Optional<ByteScale> halves(Product product) {
    long middle = ByteScale.HALF;
    if (inside.low() >= middle || inside.high() < middle) {
      return Optional.empty();
    }
    Interval lower = new Interval(inside.low(), middle - 1);
    Interval upper = new Interval(middle, inside.high());
    if (fails(product, lower, upper)) {
      return Optional.empty();
    }
    Optional<Long> low = constant(product, lower, below);
    if (low.isEmpty()) {
      return Optional.empty();
    }
    Optional<Long> high = constant(product, upper, above);
    return high.isEmpty()
        ? Optional.empty()
        : Optional.of(scale(product, low.get(), high.get() - low.get(), middle));
  }

  /** Two constants, where sums below the turn take the first of them. */
  private Optional<ByteScale> turned(Product product, long turn) {
    if (turn <= inside.low() || turn > inside.high()) {
      return single(product);
    }
    Interval lower = new Interval(inside.low(), turn - 1);
    Interval upper = new Interval(turn, inside.high());
    if (fails(product, lower, upper)) {
      return Optional.empty();
    }
    // Above the turn, where rectified sums change their results, a multiplier fails first.
    Optional<Interval> high = constants(product, upper, above);
    Optional<Interval> low = high.isEmpty() ? high : constants(product, lower, below);
    if (low.isEmpty()) {
      return Optional.empty();
    }
    long step = 1L << 8 * form.turning();
    for (long by = 0; by < TURN_UNIT * step; by += step) {
      long constant = whole(Math.max(low.get().low(), high.get().low() - by));
      boolean found =
          constant <= Math.min(low.get().high(), high.get().high() - by)
              && fits(constant, product, lower)
              && fits(constant + by, product, upper);
      if (found) {
        return Optional.of(scale(product, constant, by, turn));
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
  private boolean fits(long constant, Product product, Interval range) {
    return least(product, range) <= constant && constant <= most(product, range);
  }

  private long least(Product product, Interval range) {
    long total = form.isWindow() ? 0 : -(1L << (form.totalBits() - 1));
    return total - product.applyAsLong(range.low());
  }

  private long most(Product product, Interval range) {
    long total = 1L << (form.isWindow() ? form.totalBits() : form.totalBits() - 1);
    return total - 1 - product.applyAsLong(range.high());
  }

  /**
   * Products of sums, as the form has them: each byte of a sum with what it meets of the
   * multiplier.
   */
  private record Product(long multiplier, long first, long second, long third)
      implements LongUnaryOperator {
    static Product of(ScaleForm form, long multiplier) {
      return new Product(
          multiplier, met(form, multiplier, 0), met(form, multiplier, 1), met(form, multiplier, 2));
    }

    private static long met(ScaleForm form, long multiplier, int sumByte) {
      int without = 8 * Math.max(0, form.lowest() - sumByte);
      return sumByte < form.sumBytes() ? multiplier >> without << without : 0;
    }

    @Override
    public long applyAsLong(long sum) {
      return (sum & 0xff) * first + (sum & 0xff00) * second + (sum & 0xff0000) * third;
    }
  }
}
