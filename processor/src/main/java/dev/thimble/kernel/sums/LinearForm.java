package dev.thimble.kernel.sums;

import dev.thimble.kernel.Element;
import dev.thimble.kernel.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A function of two integers as {@code (a * first + b * second + constant) >> shift} in 32 bits,
 * brought between limits. It is looked for near the function's slopes, and compared with it for
 * every pair: a form that is found is exact.
 *
 * @param first the factor of the one
 * @param second the factor of the other
 * @param constant what is added
 * @param shift how far the sum is shifted
 */
public record LinearForm(int first, int second, int constant, int shift) {
  private static final int MOST_SHIFT = 30;
  private static final int SHIFTS = 4;
  private static final int NEIGHBOURS = 9;

  /** How far from the slope factors are looked for, as a part of it. */
  private static final int FAR_SHIFT = 5;

  /**
   * The function to be found.
   *
   * @param a values of the one
   * @param b values of the other; one value for a function of one number
   * @param results for each value of a those for each value of b
   * @param limits that results are brought between, the least and the largest of them
   * @param slopeOfA by how much a result grows with the one
   * @param slopeOfB the same for the other
   */
  record Function(
      Interval a, Interval b, long[] results, Interval limits, double slopeOfA, double slopeOfB) {
    private long a(int shift) {
      return Math.round(slopeOfA * Math.pow(2, shift));
    }

    private long b(int shift) {
      return Math.round(slopeOfB * Math.pow(2, shift));
    }
  }

  /** The form of a function, if there is one. */
  static Optional<LinearForm> of(Function function) {
    return of(List.of(function)).map(forms -> forms.get(0));
  }

  /** Forms of several functions with the same shift, if all have one. */
  static Optional<List<LinearForm>> of(List<Function> functions) {
    int tried = 0;
    for (int shift = MOST_SHIFT; shift > 0 && tried < SHIFTS; shift--) {
      int places = shift;
      if (!functions.stream().allMatch(f -> isSmall(f, f.a(places), f.b(places), places))) {
        continue;
      }
      tried++;
      List<LinearForm> forms = new ArrayList<>();
      for (Function function : functions) {
        Optional<LinearForm> form = of(function, shift);
        if (form.isEmpty()) {
          break;
        }
        forms.add(form.get());
      }
      if (forms.size() == functions.size()) {
        return Optional.of(forms);
      }
    }
    return Optional.empty();
  }

  private static Optional<LinearForm> of(Function function, int shift) {
    long a = function.a(shift);
    long b = function.b(shift);
    return IntStream.range(0, NEIGHBOURS * NEIGHBOURS)
        .mapToObj(i -> of(function, a + near(i / NEIGHBOURS), b + near(i % NEIGHBOURS), shift))
        .flatMap(Optional::stream)
        .findFirst()
        .or(
            () ->
                function.b().low() < function.b().high() ? Optional.empty() : far(function, shift));
  }

  /**
   * A form whose factor is not near the slope, as roundings by the sign may want: the constants
   * that suit are a convex function of the factor, so the factor that leaves most room is soon
   * found.
   */
  private static Optional<LinearForm> far(Function function, int shift) {
    long low = function.a(shift) - (Math.abs(function.a(shift)) >> FAR_SHIFT);
    long high = function.a(shift) + (Math.abs(function.a(shift)) >> FAR_SHIFT);
    while (low < high) {
      long middle = Math.floorDiv(low + high, 2);
      if (room(function, middle, shift) >= room(function, middle + 1, shift)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return of(function, low, 0, shift);
  }

  /** How many constants suit a function of one number, less one; negative where there are none. */
  private static long room(Function function, long a, int shift) {
    long low = Long.MIN_VALUE / 2;
    long high = Long.MAX_VALUE / 2;
    for (int i = 0; i < function.results().length; i++) {
      long result = function.results()[i];
      long least = (result << shift) - (function.a().low() + i) * a;
      low = result > function.limits().low() ? Math.max(low, least) : low;
      high = result < function.limits().high() ? Math.min(high, least + (1L << shift) - 1) : high;
    }
    return high - low;
  }

  /** The least and the largest. */
  static Interval range(long[] values) {
    return new Interval(
        LongStream.of(values).min().orElseThrow(), LongStream.of(values).max().orElseThrow());
  }

  /** 0, 1, -1, 2, -2 ... */
  private static int near(int index) {
    return index % 2 == 0 ? -index / 2 : (index + 1) / 2;
  }

  /** Whether products are well within 32 bits, so that the sum may be. */
  private static boolean isSmall(Function function, long a, long b, int shift) {
    Interval sums = products(function, a, b);
    Interval limits = function.limits().times(Interval.of(1L << shift));
    return Element.I32.range().contains(sums.plus(Interval.of(-sums.low())))
        && Element.I32.range().contains(limits);
  }

  private static Interval products(Function function, long a, long b) {
    return function.a().times(Interval.of(a)).plus(function.b().times(Interval.of(b)));
  }

  private static Optional<LinearForm> of(Function function, long a, long b, int shift) {
    long low = Long.MIN_VALUE;
    long high = Long.MAX_VALUE;
    int i = 0;
    for (long x = function.a().low(); x <= function.a().high() && low <= high; x++) {
      for (long y = function.b().low(); y <= function.b().high(); y++, i++) {
        long result = function.results()[i];
        long least = (result << shift) - x * a - y * b;
        if (result > function.limits().low()) {
          low = Math.max(low, least);
        }
        if (result < function.limits().high()) {
          high = Math.min(high, least + (1L << shift) - 1);
        }
      }
    }
    if (low > high) {
      return Optional.empty();
    }
    // A function that always gives a limit has one side only.
    long constant = low > Long.MIN_VALUE ? low : high < Long.MAX_VALUE ? high : 0;
    Interval sums = products(function, a, b).plus(Interval.of(constant));
    boolean fits =
        Element.I32.range().contains(sums)
            && Element.I32.range().contains(new Interval(Math.min(a, b), Math.max(a, b)))
            && Element.I32.range().contains(constant);
    return fits
        ? Optional.of(new LinearForm((int) a, (int) b, (int) constant, shift))
        : Optional.empty();
  }
}
