package dev.thimble.backend.avr;

import dev.thimble.kernel.Interval;
import java.util.Optional;

/**
 * Looks for the constants of a {@link ByteScale}, given its multiplier.
 *
 * @param first {@code first[i]} is the least sum with a result above {@code least + i}
 * @param least the least result
 * @param sums range of the sums, unsigned
 * @param floorCounts whether the least result is no limit that smaller ones are brought to
 * @param ceilingCounts the same of the largest result
 * @param zero the sum that stands for zero
 * @param form which products there are
 */
record ScaleSearch(
    long[] first,
    long least,
    Interval sums,
    boolean floorCounts,
    boolean ceilingCounts,
    long zero,
    ByteScale.Form form) {
  private static final int TURN_UNIT = 256;

  Optional<ByteScale> with(long multiplier) {
    if (!form.turns()) {
      Window all = new Window();
      narrow(all, all, Long.MIN_VALUE, multiplier);
      return all.constant(unit(), bits(), start(multiplier))
          .filter(c -> fits(c, multiplier, sums))
          .map(c -> new ByteScale(form, multiplier, c, 0, 0));
    }
    long turn = Math.floorDiv(zero, TURN_UNIT) * TURN_UNIT;
    return turned(multiplier, turn).or(() -> turned(multiplier, turn + TURN_UNIT));
  }

  private int bits() {
    return 8 * form.resultByte();
  }

  /** A constant with which the least sum gives the least result. */
  private long start(long multiplier) {
    return (least << bits()) - product(sums.low(), multiplier);
  }

  private long unit() {
    return 1L << 8 * form.lowest();
  }

  /** Two constants, where sums below the turn take the first of them. */
  private Optional<ByteScale> turned(long multiplier, long turn) {
    if (turn <= sums.low() || turn > sums.high()) {
      Window all = new Window();
      narrow(all, all, Long.MIN_VALUE, multiplier);
      return all.constant(unit(), bits(), start(multiplier))
          .filter(c -> fits(c, multiplier, sums))
          .map(c -> new ByteScale(form, multiplier, c, 0, 0));
    }
    Window below = new Window();
    Window above = new Window();
    narrow(below, above, turn, multiplier);
    if (!below.isOpen() || !above.isOpen()) {
      return Optional.empty();
    }
    below.close(bits(), start(multiplier));
    above.close(bits(), start(multiplier));
    long step = 1L << 8 * form.turning();
    for (long by = 0; by < TURN_UNIT * step; by += step) {
      long low = Math.max(below.low, above.low - by);
      long constant = -Math.floorDiv(-low, unit()) * unit();
      boolean found =
          constant <= Math.min(below.high, above.high - by)
              && fits(constant, multiplier, new Interval(sums.low(), turn - 1))
              && fits(constant + by, multiplier, new Interval(turn, sums.high()));
      if (found) {
        return Optional.of(new ByteScale(form, multiplier, constant, by, turn));
      }
    }
    return Optional.empty();
  }

  /** Whether two bytes hold all results. */
  private boolean fits(long constant, long multiplier, Interval range) {
    return constant + product(range.low(), multiplier) >= -(1L << (bits() + 15))
        && constant + product(range.high(), multiplier) < 1L << (bits() + 15);
  }

  /** Limits of the constants, for all sums below the turn and for the others. */
  private void narrow(Window below, Window above, long turn, long multiplier) {
    int bits = bits();
    long atTurn = least;
    for (int i = 0; i < first.length; i++) {
      long result = (least + 1 + i) << bits;
      Window at = first[i] < turn ? below : above;
      at.low = Math.max(at.low, result - product(first[i], multiplier));
      Window before = first[i] - 1 < turn ? below : above;
      before.high = Math.min(before.high, result - 1 - product(first[i] - 1, multiplier));
      atTurn += first[i] <= turn ? 1 : 0;
    }
    long most = least + first.length;
    if (floorCounts) {
      below.low = Math.max(below.low, (least << bits) - product(sums.low(), multiplier));
    }
    if (ceilingCounts) {
      above.high =
          Math.min(above.high, ((most + 1) << bits) - 1 - product(sums.high(), multiplier));
    }
    if (below == above) {
      return;
    }
    if (floorCounts || atTurn > least) {
      above.low = Math.max(above.low, (atTurn << bits) - product(turn, multiplier));
    }
    long justBelow = atTurn;
    for (long threshold : first) {
      justBelow -= threshold == turn ? 1 : 0;
    }
    if (ceilingCounts || justBelow < most) {
      below.high =
          Math.min(below.high, ((justBelow + 1) << bits) - 1 - product(turn - 1, multiplier));
    }
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

  /** What a constant may be. */
  private static final class Window {
    private long low = Long.MIN_VALUE;
    private long high = Long.MAX_VALUE;

    boolean isOpen() {
      return low <= high;
    }

    /** Where the rule always gives a limit there is one side only, or none. */
    void close(int bits, long start) {
      if (low == Long.MIN_VALUE) {
        low = high == Long.MAX_VALUE ? start : high - (1L << bits);
      }
      if (high == Long.MAX_VALUE) {
        high = low + (1L << bits);
      }
    }

    Optional<Long> constant(long unit, int bits, long start) {
      close(bits, start);
      long constant = -Math.floorDiv(-low, unit) * unit;
      return constant <= high ? Optional.of(constant) : Optional.empty();
    }
  }
}
