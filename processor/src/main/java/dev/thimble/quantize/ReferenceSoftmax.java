package dev.thimble.quantize;

import dev.thimble.graph.Arithmetic.SoftmaxTables;
import java.util.ArrayList;
import java.util.List;

/**
 * The softmax over int8 of TensorFlow Lite for Microcontrollers, and tables that reproduce it
 * exactly.
 *
 * <p>The reference is {@code tensorflow/lite/kernels/internal/reference/softmax.h} with the
 * preparation of {@code PreprocessSoftmaxScaling} and {@code CalculateInputRadius}: differences to
 * the row's maximum have five integer bits, sums of exponentials twelve. Beside the reference's
 * Newton division stands a plain one: {@code (E/8 + sum) / (2 sum)}; the two agree but for a few
 * sums, which are found here and listed.
 */
public final class ReferenceSoftmax {
  /**
   * The sum has twelve integer bits and a sign; with more classes the reference itself overflows.
   */
  public static final int MAX_CLASSES = 4095;

  private static final int DIFFERENCE_BITS = 5;
  private static final int SUM_BITS = 12;
  private static final int LEVELS = 256;
  private static final int ONE = 1 << (31 - SUM_BITS);

  /**
   * e^(-d * scale * beta) by the difference d, no integer bits; 0 from the first negligible one on.
   */
  private final int[] exponentials = new int[LEVELS];

  private final int classes;

  /**
   * Prepares the exponentials.
   *
   * @param inputScale scale of the int8 logits
   * @param beta the factor of the exponent, usually 1
   * @param classes length of the axis, at most {@link #MAX_CLASSES}
   */
  ReferenceSoftmax(double inputScale, double beta, int classes) {
    if (classes < 1 || classes > MAX_CLASSES) {
      throw new IllegalArgumentException("softmax over " + classes + " classes");
    }
    this.classes = classes;
    double real = inputScale * beta * (1 << (31 - DIFFERENCE_BITS));
    // The reference refuses factors up to 1 (a scale below 2^-26); 1 is as good as they are: all
    // classes are equal.
    double factor = Math.max(1, Math.min(real, Integer.MAX_VALUE));
    int leftShift = Math.getExponent(factor) + 1;
    long multiplier = Math.round(factor * StrictMath.pow(2, 31 - leftShift));
    if (multiplier == 1L << 31) {
      multiplier /= 2;
      leftShift++;
    }
    double radius =
        Math.floor(
            ((1 << DIFFERENCE_BITS) - 1.0) * (1 << (31 - DIFFERENCE_BITS)) / (1L << leftShift));
    for (int d = 0; d < LEVELS && d <= radius; d++) {
      int rescaled = FixedPoint.highProduct((int) (-(long) d << leftShift), (int) multiplier);
      exponentials[d] = FixedPoint.expOfNegative(rescaled, DIFFERENCE_BITS);
    }
  }

  /** Tables for a softmax over that many classes of int8 logits with that scale. */
  public static SoftmaxTables tables(double inputScale, double beta, int classes) {
    ReferenceSoftmax softmax = new ReferenceSoftmax(inputScale, beta, classes);
    List<Long> addends = new ArrayList<>();
    List<Long> numerators = new ArrayList<>();
    List<SoftmaxTables.Correction> corrections = new ArrayList<>();
    for (int d = 0; d < LEVELS; d++) {
      addends.add(softmax.addend(d));
      // Below the smallest sum the quotient is 0 whatever the sum: shorter tables.
      numerators.add(softmax.numerator(d) < ONE ? 0 : softmax.numerator(d));
      corrections.addAll(softmax.corrections(d));
    }
    return new SoftmaxTables(trimmed(addends), trimmed(numerators), corrections);
  }

  /** What a logit that is d below the maximum adds to the sum. */
  long addend(int d) {
    return FixedPoint.divideByPower(exponentials[d], SUM_BITS);
  }

  private long numerator(int d) {
    return exponentials[d] >> 3;
  }

  /** The reference's output plus 128, in 0..255. */
  int reference(int d, long sum) {
    int zeros = Integer.numberOfLeadingZeros((int) sum);
    int reciprocal = FixedPoint.oneOverOnePlus((int) ((sum << zeros) - (1L << 31)));
    int product = FixedPoint.highProduct(reciprocal, exponentials[d]);
    int exponent = SUM_BITS - zeros + 31 - 8;
    return Math.max(0, Math.min(LEVELS - 1, FixedPoint.divideByPower(product, exponent)));
  }

  private int quotient(int d, long sum) {
    return (int) Math.min(LEVELS - 1, (numerator(d) + sum) / (2 * sum));
  }

  /** Smallest sum in which a logit with that difference takes part. */
  long lowSum(int d) {
    return d == 0 ? ONE : ONE + addend(d);
  }

  /** Largest such sum. */
  long highSum(int d) {
    return d == 0 ? (long) ONE * classes : (long) ONE * (classes - 1) + addend(d);
  }

  /** The sums where the quotient is not the reference's output. */
  private List<SoftmaxTables.Correction> corrections(int d) {
    List<SoftmaxTables.Correction> found = new ArrayList<>();
    long from = lowSum(d);
    if (from > highSum(d)) {
      return found;
    }
    int most = Math.min(LEVELS - 1, 1 + Math.max(reference(d, from), quotient(d, from)));
    // Outputs fall as the sum grows, and the two can only differ close to where they step. A few
    // sums around are tried
    // one by one: the rounding of Newton's division moves a step by less than one part in 2^28.
    for (int output = most; output > 0; output--) {
      long step = lastSumReaching(d, output);
      long other = Math.max(lowSum(d) - 1, Math.min(highSum(d), numerator(d) / (2L * output - 1)));
      long margin = 4 + (Math.max(step, other) >> 26);
      long low = Math.max(from, Math.min(step, other) - margin);
      long high = Math.min(highSum(d), Math.max(step, other) + margin);
      collect(d, low, high, found);
      from = Math.max(from, high + 1);
    }
    return found;
  }

  private void collect(int d, long low, long high, List<SoftmaxTables.Correction> found) {
    long sum = low;
    while (sum <= high) {
      int delta = reference(d, sum) - quotient(d, sum);
      long end = sum;
      while (end < high && reference(d, end + 1) - quotient(d, end + 1) == delta) {
        end++;
      }
      if (delta != 0) {
        found.add(new SoftmaxTables.Correction(d, sum, end, delta));
      }
      sum = end + 1;
    }
  }

  /** The largest sum at which the reference gives at least v, by bisection. */
  private long lastSumReaching(int d, int v) {
    long low = lowSum(d) - 1;
    long high = highSum(d);
    while (low < high) {
      long middle = (low + high + 1) >>> 1;
      if (reference(d, middle) >= v) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Without the zeros at the end. */
  static List<Long> trimmed(List<Long> values) {
    int length = values.size();
    while (length > 0 && values.get(length - 1) == 0) {
      length--;
    }
    return values.subList(0, length);
  }
}
