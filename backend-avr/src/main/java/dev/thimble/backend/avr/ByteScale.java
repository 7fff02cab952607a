package dev.thimble.backend.avr;

import dev.thimble.kernel.Interval;
import dev.thimble.kernel.sums.ScaleRule;
import dev.thimble.kernel.sums.Thresholds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Requantisation of 24-bit sums to a byte by a few 8-bit products, which gives the very numbers of
 * the rule that it stands for.
 *
 * <p>A sum {@code a}, offset to be unsigned, becomes {@code (g(a) + constant) >> 8 * resultByte},
 * where {@code g(a)} is {@code a * multiplier} without the products of bytes that reach only the
 * lowest bytes. {@code g} never falls, so the rule and this agree everywhere if they agree on both
 * sides of each of the at most 255 places where the rule's result changes; {@link #find} looks for
 * numbers of which that is true. A rule that rounds twice, away from zero, often needs two
 * constants: sums that are not below {@code turn} get a byte more.
 *
 * @param form which products there are
 * @param multiplier unsigned, of so many bytes
 * @param constant a multiple of {@code 256^form.lowest()}
 * @param more what sums from the turn on get more, a multiple of {@code 256^form.turning()}
 * @param turn a multiple of 256
 */
record ByteScale(Form form, long multiplier, long constant, long more, long turn) {
  /** What is added to sums so that they are not negative. */
  static final long OFFSET = 1L << 23;

  static final int SUM_BYTES = 3;
  private static final int MOST_MULTIPLIER_BYTES = 4;
  private static final int MOST_BYTES = 6;
  private static final int NEIGHBOURS = 200;

  /**
   * Which products of a sum's byte and a multiplier's byte are made.
   *
   * @param resultByte which byte of the product holds the result
   * @param multiplierBytes bytes of the multiplier
   * @param lowest the lowest byte that a product reaches
   * @param turning the byte that is added from the turn on; {@link #ONE} where there is one
   *     constant
   */
  record Form(int resultByte, int multiplierBytes, int lowest, int turning) {
    /** There is one constant. */
    static final int ONE = -1;

    /** Cycles that a second constant takes, but for the carry. */
    private static final int TURN = 14;

    /** The byte above the result, which tells what is out of range. */
    int top() {
      return resultByte + 1;
    }

    /** Whether byte {@code sum} of the sum is multiplied by byte {@code factor}. */
    boolean multiplies(int sum, int factor) {
      return sum + factor >= lowest && sum + factor <= top();
    }

    /** Whether there are two constants. */
    boolean turns() {
      return turning != ONE;
    }

    /** Cycles of one requantisation, about. */
    private int cost() {
      int cost =
          3 * (multiplierBytes + top() - lowest + 1) + (turns() ? TURN + top() - turning : 0);
      for (int sum = 0; sum < SUM_BYTES; sum++) {
        for (int factor = 0; factor < multiplierBytes; factor++) {
          cost += multiplies(sum, factor) ? 3 + top() - sum - factor : 0;
        }
      }
      return cost;
    }

    /** All forms that have room for the ratio, the cheapest first. */
    static List<Form> of(double ratio) {
      List<Form> forms = new ArrayList<>();
      for (int result = 2; result <= 5; result++) {
        double multiplier = ratio * Math.pow(2, 8 * result) + NEIGHBOURS;
        int bytes = 1;
        while (multiplier >= Math.pow(2, 8 * bytes)) {
          bytes++;
        }
        for (int lowest = 0; lowest <= 2 && bytes <= MOST_MULTIPLIER_BYTES; lowest++) {
          if (result + 2 - lowest <= MOST_BYTES) {
            forms.add(new Form(result, bytes, lowest, ONE));
            for (int at = Math.max(lowest, bytes - 2); at < bytes; at++) {
              forms.add(new Form(result, bytes, lowest, at));
            }
          }
        }
      }
      forms.sort(Comparator.comparingInt(Form::cost));
      return forms;
    }
  }

  /**
   * Constants with which the result, less {@code rule.limits().low()}, comes out in two bytes for
   * every sum of the range.
   *
   * @param rule the rule
   * @param bias what the rule's sum has more than the sum at hand
   * @param sums range of the sum at hand, within 24 bits
   * @param form which products there are
   */
  static Optional<ByteScale> find(ScaleRule rule, long bias, Interval sums, Form form) {
    Thresholds thresholds = Thresholds.of(rule, sums.plus(Interval.of(bias))).less(bias - OFFSET);
    ScaleSearch search = new ScaleSearch(thresholds, form);
    return rule.multipliers(8 * form.resultByte(), 2 * NEIGHBOURS + 1)
        .filter(multiplier -> multiplier < 1L << 8 * form.multiplierBytes())
        .mapToObj(search::with)
        .flatMap(Optional::stream)
        .findFirst();
  }
}
