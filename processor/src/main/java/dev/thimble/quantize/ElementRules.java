package dev.thimble.quantize;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Range;
import dev.thimble.graph.Arithmetic.Ratio;
import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Unary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Integer rules of operators without weights; none leaves 32 bits, for the reasons given at each.
 */
final class ElementRules {
  private static final int COMPARED_BITS = 8;
  private static final int MAX_SHIFT = LayerQuantizer.MAX_SHIFT;

  private ElementRules() {}

  /** Factors of 15 bits, which 8-bit cores multiply fast. */
  static Arithmetic sum(Quantization a, Quantization b, int sign, Quantization out, Range range) {
    return sum(a, b, sign, out, range, Short.MAX_VALUE);
  }

  /**
   * 2^20 * 2^7 for each operand, twice that for the zero points, 2^29 for the output's: below 2^31.
   *
   * @param most the largest factor, at most 2^20
   */
  static Arithmetic sum(
      Quantization a, Quantization b, int sign, Quantization out, Range range, long most) {
    double left = a.scale() / out.scale();
    double right = b.scale() / out.scale();
    int shift = shift(Math.max(left, right), most);
    long leftFactor = factor(left, shift, most);
    long rightFactor = sign * factor(right, shift, most);
    long constant =
        ((long) out.zeroPoint() << shift)
            + (1L << (shift - 1))
            - a.zeroPoint() * leftFactor
            - b.zeroPoint() * rightFactor;
    return new Arithmetic.WeightedSum(leftFactor, rightFactor, constant, shift, range);
  }

  /**
   * A product of two differences is below 2^16; times 2^14 and 2^29 for the zero point: below 2^31.
   */
  static Arithmetic product(Quantization a, Quantization b, Quantization out, Range range) {
    Ratio ratio = ratio(a.scale() * b.scale() / out.scale(), (1 << 14) - 1);
    return new Arithmetic.Multiplied(a.zeroPoint(), b.zeroPoint(), ratio, Rounding.SINGLE, range);
  }

  /**
   * A mean or a sum of {@code count} elements; the multiplier leaves 2^30 for the sum's product.
   */
  static Arithmetic reduction(
      Quantization in, Quantization out, int count, boolean mean, Range range) {
    double real = in.scale() / out.scale() / (mean ? count : 1);
    long most = Math.max(1, Math.min(Short.MAX_VALUE, (1L << 30) / (255L * count)));
    Ratio ratio = ratio(real, most);
    return new Arithmetic.Scaled(in.zeroPoint(), 0, List.of(ratio), Rounding.SINGLE, range);
  }

  /**
   * A product of matrices: sums of {@code inner} products below 2^16 each, times a multiplier that
   * leaves 2^30; nothing where it would have fewer than five bits.
   */
  static Optional<Arithmetic> matrices(
      Quantization a, Quantization b, Quantization out, int inner, Range range) {
    long most = Math.min(Short.MAX_VALUE, (1L << 30) / (255L * 255 * inner));
    if (most < 1 << 5) {
      return Optional.empty();
    }
    Ratio ratio = ratio(a.scale() * b.scale() / out.scale(), most);
    return Optional.of(
        new Arithmetic.Scaled(
            a.zeroPoint(), b.zeroPoint(), List.of(ratio), Rounding.SINGLE, range));
  }

  /** Both sides in steps of a 256th of twice the coarser scale. */
  static Arithmetic comparison(Quantization a, Quantization b) {
    double twice = 2 * Math.max(a.scale(), b.scale());
    return new Arithmetic.Compared(
        a.zeroPoint(),
        b.zeroPoint(),
        COMPARED_BITS,
        part(a.scale() / twice),
        part(b.scale() / twice),
        Rounding.DOUBLE);
  }

  /** A factor of a half at most. */
  private static Ratio part(double factor) {
    return new Ratio(Math.round(Math.scalb(factor, 31)), 31);
  }

  /** All 256 outputs of a function. */
  static Arithmetic.Table table(Unary function, Quantization in, Quantization out) {
    List<Integer> entries = new ArrayList<>();
    for (int x = Int8.MIN; x <= Int8.MAX; x++) {
      double real = RealFunctions.of(function, (x - in.zeroPoint()) * in.scale());
      // Beyond the function's domain (the logarithm of a negative number): the nearest end of the
      // range.
      entries.add(Double.isNaN(real) ? Int8.MIN : Int8.quantise(real, out));
    }
    return new Arithmetic.Table(Int8.MIN, entries);
  }

  private static Ratio ratio(double real, long most) {
    int shift = shift(real, most);
    return new Ratio(factor(real, shift, most), shift);
  }

  private static int shift(double real, long most) {
    return Math.max(1, Math.min(MAX_SHIFT, Math.getExponent(most / real)));
  }

  private static long factor(double real, int shift, long most) {
    return Math.min(most, Math.round(real * Math.scalb(1.0, shift)));
  }
}
