package dev.thimble.backend.avr;

import dev.thimble.kernel.Interval;
import dev.thimble.kernel.sums.Thresholds;
import java.util.Optional;

/**
 * Looks for the constants of a {@link ByteScale}, given its multiplier.
 *
 * @param thresholds of the sums, unsigned
 * @param form which products there are
 */
record ScaleSearch(Thresholds thresholds, ByteScale.Form form) {
  private static final int TURN_UNIT = 256;

  Optional<ByteScale> with(long multiplier) {
    if (!form.turns()) {
      return single(multiplier);
    }
    long zero = -thresholds.from();
    long turn = Math.floorDiv(zero, TURN_UNIT) * TURN_UNIT;
    return turned(multiplier, turn).or(() -> turned(multiplier, turn + TURN_UNIT));
  }

  private int bits() {
    return 8 * form.resultByte();
  }

  private Optional<Interval> constants(long multiplier, Interval part) {
    return thresholds.constants(sum -> product(sum, multiplier), bits(), part);
  }

  /** One constant. */
  private Optional<ByteScale> single(long multiplier) {
    Interval sums = thresholds.sums();
    return constants(multiplier, sums)
        .filter(window -> whole(window.low()) <= window.high())
        .map(window -> whole(window.low()))
        .filter(constant -> fits(constant, multiplier, sums))
        .map(constant -> new ByteScale(form, multiplier, constant, 0, 0));
  }

  /** Two constants, where sums below the turn take the first of them. */
  private Optional<ByteScale> turned(long multiplier, long turn) {
    Interval sums = thresholds.sums();
    if (turn <= sums.low() || turn > sums.high()) {
      return single(multiplier);
    }
    Interval lower = new Interval(sums.low(), turn - 1);
    Interval upper = new Interval(turn, sums.high());
    Optional<Interval> below = constants(multiplier, lower);
    Optional<Interval> above = constants(multiplier, upper);
    if (below.isEmpty() || above.isEmpty()) {
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
        return Optional.of(new ByteScale(form, multiplier, constant, by, turn));
      }
    }
    return Optional.empty();
  }

  /** The least number from there on that ends where the lowest product does. */
  private long whole(long low) {
    long unit = 1L << 8 * form.lowest();
    return -Math.floorDiv(-low, unit) * unit;
  }

  /** Whether two bytes hold all results. */
  private boolean fits(long constant, long multiplier, Interval range) {
    return constant + product(range.low(), multiplier) >= -(1L << (bits() + 15))
        && constant + product(range.high(), multiplier) < 1L << (bits() + 15);
  }

  /** The sum's product, as the form has it. */
  private long product(long sum, long multiplier) {
    long product = 0;
    for (int i = 0; i < ByteScale.SUM_BYTES; i++) {
      int without = 8 * Math.max(0, form.lowest() - i);
      product += (sum & 0xffL << 8 * i) * (multiplier >> without << without);
    }
    return product;
  }
}
