package dev.thimble.backend.avr;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Which products of a sum's byte and a multiplier's byte a {@link ByteScale} makes, and what it
 * makes of their total.
 *
 * @param resultByte which byte of the total holds the result, once it is doubled
 * @param top the highest byte: of the result, or the one above it, which tells what is out of range
 * @param multiplierBytes bytes of the multiplier
 * @param lowest the lowest byte that a product reaches
 * @param turning the byte that is added from the turn on; {@link #ONE} where there is one constant
 * @param fine whether the turn may be at any sum, not only at multiples of 256
 * @param doubled how many times the total is doubled
 * @param halves 0 where all three bytes of the sum are multiplied; otherwise only the lower two
 *     are, of sums below {@code 65536 * halves}, and each half has a constant of its own
 */
record ScaleForm(
    int resultByte,
    int top,
    int multiplierBytes,
    int lowest,
    int turning,
    boolean fine,
    int doubled,
    int halves) {
  /** There is one constant. */
  static final int ONE = -1;

  /** How far a multiplier may be from the ratio. */
  static final int NEIGHBOURS = 200;

  private static final int MOST_MULTIPLIER_BYTES = 4;
  private static final int MOST_BYTES = 6;
  private static final int LEAST_RESULT = 2;
  private static final int MOST_RESULT = 5;
  private static final int MOST_DOUBLED = 2;
  private static final int MOST_HALVES = 2;

  /** By the bytes of multipliers, and what else lists depend on. */
  private static final Map<Long, List<ScaleForm>> SORTED = new ConcurrentHashMap<>();

  /** Cycles of a second constant, but for its loads and the carry. */
  private static final int TURN = 5;

  /** Bytes that say where the turn is, and what is added. */
  private static final int TURN_BYTES = 3;

  /** Written out, as in {@link dev.thimble.graph.Value}. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ScaleForm that && key() == that.key();
  }

  @Override
  public int hashCode() {
    return key();
  }

  /** All parts in one number: each is less than eight. */
  private int key() {
    int widths = (resultByte << 3 | top) << 3 | multiplierBytes;
    int products = (lowest << 3 | turning - ONE) << 1 | (fine ? 1 : 0);
    return ((widths << 7 | products) << 3 | doubled) << 3 | halves;
  }

  /** How many bytes of the sum are multiplied. */
  int sumBytes() {
    return isWindow() ? 2 : ByteScale.SUM_BYTES;
  }

  /** Whether sums outside of a range are known by their highest byte. */
  boolean isWindow() {
    return halves > 0;
  }

  /** Whether byte {@code sum} of the sum is multiplied by byte {@code factor}. */
  boolean multiplies(int sum, int factor) {
    return sum + factor >= lowest && sum + factor <= top;
  }

  /** Whether there are two constants. */
  boolean turns() {
    return turning != ONE;
  }

  /** The place of the result's lowest bit in the total. */
  int bits() {
    return 8 * resultByte - doubled;
  }

  /** Bits of the total. */
  int totalBits() {
    return 8 * (top + 1) - doubled;
  }

  /** Cycles of one requantisation, about, where a constant byte takes so many. */
  private int cost(int load) {
    int constants = multiplierBytes + top - lowest + 1;
    int cost = load * constants + doubled * (2 + top - resultByte);
    if (turns()) {
      cost += TURN + TURN_BYTES * load + top - turning + (fine ? 1 + load : 0);
    }
    if (halves > 1) {
      cost += 2 * (top - lowest + 1) + 1;
    }
    for (int sum = 0; sum < sumBytes(); sum++) {
      for (int factor = 0; factor < multiplierBytes; factor++) {
        cost += multiplies(sum, factor) ? 3 + top - sum - factor : 0;
      }
    }
    return cost;
  }

  /** All forms for whole sums that have room for the ratio, the cheapest first. */
  static List<ScaleForm> whole(double ratio) {
    return sorted(ratio, 0, 0, 3);
  }

  /** All forms that have room for the ratio, the cheapest with constants in the code first. */
  static List<ScaleForm> any(double ratio) {
    return sorted(ratio, 0, MOST_HALVES, 1);
  }

  /** All forms with one code for many channels, the cheapest with constants in RAM first. */
  static List<ScaleForm> kept(double ratio) {
    return sorted(ratio, 0, 1, 2);
  }

  /** Forms are chosen and priced once for all channels with ratios of about the same size. */
  private static List<ScaleForm> sorted(double ratio, int fewest, int most, int load) {
    long size = (long) fewest << 16 | (long) most << 8 | load;
    for (int result = LEAST_RESULT; result <= MOST_RESULT; result++) {
      for (int doubled = 0; doubled <= MOST_DOUBLED; doubled++) {
        size = size << 3 | multiplierBytes(ratio, 8 * result - doubled);
      }
    }
    return SORTED.computeIfAbsent(
        size,
        any ->
            IntStream.rangeClosed(fewest, most)
                .boxed()
                .flatMap(halves -> of(ratio, halves).stream())
                .map(form -> new Priced(form, form.cost(load)))
                .sorted(Comparator.comparingInt(Priced::cost))
                .map(Priced::form)
                .toList());
  }

  private record Priced(ScaleForm form, int cost) {}

  private static List<ScaleForm> of(double ratio, int halves) {
    List<ScaleForm> forms = new ArrayList<>();
    for (int result = LEAST_RESULT; result <= MOST_RESULT; result++) {
      int most = multiplierBytes(ratio, 8 * result);
      for (int doubled = 0; doubled <= MOST_DOUBLED; doubled++) {
        int bytes = multiplierBytes(ratio, 8 * result - doubled);
        if (doubled > 0 && bytes == most) {
          continue;
        }
        for (int lowest = 0; lowest <= 2 && lowest < result; lowest++) {
          for (int top = halves > 0 ? result : result + 1; top <= result + 1; top++) {
            if (bytes <= MOST_MULTIPLIER_BYTES && top + 1 - lowest <= MOST_BYTES) {
              turning(
                  forms, new ScaleForm(result, top, bytes, lowest, ONE, false, doubled, halves));
            }
          }
        }
      }
    }
    return forms;
  }

  private static int multiplierBytes(double ratio, int bits) {
    double multiplier = ratio * Math.pow(2, bits) + NEIGHBOURS;
    int bytes = 1;
    while (bytes <= MOST_MULTIPLIER_BYTES && multiplier >= Math.pow(2, 8 * bytes)) {
      bytes++;
    }
    return bytes;
  }

  /** The form, and those with a second constant. */
  private static void turning(List<ScaleForm> forms, ScaleForm one) {
    forms.add(one);
    int bytes = one.multiplierBytes;
    for (int at = Math.max(one.lowest, bytes - 2); at < bytes && one.halves < 2; at++) {
      forms.add(one.turning(at, false));
      forms.add(one.turning(at, true));
    }
  }

  private ScaleForm turning(int at, boolean anywhere) {
    return new ScaleForm(resultByte, top, multiplierBytes, lowest, at, anywhere, doubled, halves);
  }
}
