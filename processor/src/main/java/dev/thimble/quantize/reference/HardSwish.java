package dev.thimble.quantize.reference;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Quantization;
import dev.thimble.quantize.FixedPoint;

/**
 * HARD_SWISH over int8 in 16 bits: {@code internal/reference/hard_swish.h} with the preparations of
 * {@code micro/kernels/hard_swish_common.cc}.
 */
final class HardSwish {
  private final int outputZeroPoint;
  private final Multipliers.Scaled output;
  private final Multipliers.Scaled reluish;

  HardSwish(String step, Quantization in, Quantization out) throws Problem {
    outputZeroPoint = out.zeroPoint();
    float fine = (1.0f / 128.0f) * (float) in.scale();
    output = Multipliers.split(step, fine / (float) out.scale());
    reluish = Multipliers.split(step, fine / (3.0f / 32768.0f));
    if (output.exponent() > 0) {
      throw Multipliers.outOfRange(step, "its output's scale is too small for its input's");
    }
  }

  /** The output for an input less its zero point, not clamped. */
  int entry(int centred) {
    int x = (short) (centred * (1 << 7));
    int preshift = highProduct(x, narrow(output));
    int share = (short) ((reluish(x) + (1 << 15)) >> 1);
    // Rounded towards zero, as the reference has it.
    int product = share * preshift / (1 << 15);
    return FixedPoint.divideByPower(product, -output.exponent()) + outputZeroPoint;
  }

  /** The input with 3 standing for 32768, saturated. */
  private int reluish(int x) {
    int exponent = reluish.exponent();
    int value = exponent > 0 ? saturate((long) x << (exponent - 1)) : x;
    value = highProduct(value, narrow(reluish));
    if (exponent > 0) {
      value = saturate((long) value << 1);
    }
    return exponent < 0 ? FixedPoint.divideByPower(value, -exponent) : value;
  }

  /** gemmlowp's {@code SaturatingRoundingDoublingHighMul} over 16 bits. */
  private static int highProduct(int a, int b) {
    int product = a * b;
    int nudge = product >= 0 ? 1 << 14 : 1 - (1 << 14);
    return saturate((product + nudge) / (1 << 15));
  }

  private static int narrow(Multipliers.Scaled factor) {
    boolean top = factor.mantissa() >= Integer.MAX_VALUE - (1 << 15);
    return top ? Short.MAX_VALUE : (int) ((factor.mantissa() + (1 << 15)) >> 16);
  }

  private static int saturate(long value) {
    return (int) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
  }
}
