package dev.thimble.quantize.reference;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Quantization;
import dev.thimble.quantize.FixedPoint;
import java.util.ArrayList;
import java.util.List;

/**
 * LOGISTIC and TANH over int8: {@code internal/reference/integer_ops/logistic.h} and {@code tanh.h}
 * with the preparations of {@code micro/kernels/logistic_common.cc} and {@code tanh.cc}, evaluated
 * for each of the 256 inputs.
 */
final class SigmoidTables {
  private static final int INTEGER_BITS = 4;

  private final boolean tanh;
  private final int zeroPoint;
  private final Multipliers.Scaled factor;
  private final double radius;

  SigmoidTables(String step, boolean tanh, Quantization input) throws Problem {
    this.tanh = tanh;
    this.zeroPoint = input.zeroPoint();
    double scale = input.scale() * (1 << (31 - INTEGER_BITS));
    this.factor = Multipliers.split(step, Math.min(scale, 1 << 29));
    double largest = ((1 << INTEGER_BITS) - 1) * (double) (1L << (31 - INTEGER_BITS));
    this.radius = Math.floor(largest / StrictMath.pow(2, Math.getExponent(scale) + 1));
  }

  Arithmetic.Table table() {
    List<Integer> entries = new ArrayList<>();
    for (int x = Byte.MIN_VALUE; x <= Byte.MAX_VALUE; x++) {
      entries.add(entry(x - zeroPoint));
    }
    return new Arithmetic.Table(Byte.MIN_VALUE, entries);
  }

  private int entry(int x) {
    if (x <= -radius) {
      return Byte.MIN_VALUE;
    }
    if (x >= radius) {
      return Byte.MAX_VALUE;
    }
    int scaled = FixedPoint.multiply(x, (int) factor.mantissa(), factor.exponent());
    int result =
        tanh
            ? FixedPoint.divideByPower(FixedPoint.tanh(scaled, INTEGER_BITS), 31 - 7)
            : FixedPoint.divideByPower(FixedPoint.logistic(scaled, INTEGER_BITS), 31 - 8) - 128;
    return Math.max(Byte.MIN_VALUE, Math.min(Byte.MAX_VALUE, result));
  }
}
