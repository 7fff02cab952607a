package dev.thimble.quantize.reference;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Range;
import dev.thimble.graph.Arithmetic.Ratio;
import dev.thimble.graph.Arithmetic.Rounding;
import java.math.BigInteger;

/** Multiplication by a ratio, written anew from its definition. */
final class Rounded {
  private Rounded() {}

  static long times(Ratio ratio, Rounding rounding, long x) {
    if (rounding == Rounding.SINGLE) {
      BigInteger product =
          BigInteger.valueOf(x)
              .multiply(BigInteger.valueOf(ratio.multiplier()))
              .add(BigInteger.ONE.shiftLeft(ratio.shift() - 1));
      return product.shiftRight(ratio.shift()).longValueExact();
    }
    int exponent = 31 - ratio.shift();
    long left = Math.toIntExact(exponent > 0 ? x << exponent : x);
    long high = Math.floorDiv(left * ratio.multiplier() + (1L << 30), 1L << 31);
    if (exponent >= 0) {
      return high;
    }
    double exact = high / Math.pow(2, -exponent);
    return (long) (Math.signum(exact) * Math.floor(Math.abs(exact) + 0.5));
  }

  static long clamped(Range range, long scaled) {
    return Math.max(range.low(), Math.min(range.high(), scaled + range.zeroPoint()));
  }

  static long scaled(Arithmetic.Scaled rule, int channel, long sum) {
    Ratio ratio = rule.ratios().get(rule.ratios().size() == 1 ? 0 : channel);
    return clamped(rule.output(), times(ratio, rule.rounding(), sum));
  }
}
