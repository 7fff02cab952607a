package dev.thimble.quantize;

/**
 * Fixed-point arithmetic of 32 bits as TensorFlow Lite's reference kernels use it.
 *
 * <p>The rules are those of gemmlowp, {@code fixedpoint/fixedpoint.h}; a number "with n integer
 * bits" stands for {@code raw * 2^(n-31)}. Everything here is integers, so every machine computes
 * the same.
 */
final class FixedPoint {
  private static final int ONE = Integer.MAX_VALUE;

  /** e^(-1/8), no integer bits. */
  private static final int EXP_MINUS_EIGHTH = 1_895_147_668;

  private static final int THIRD = 715_827_883;

  /** e^-(2^(i-2)) for i = 0.., no integer bits. */
  private static final int[] EXP_MINUS_POWERS = {
    1_672_461_947, 1_302_514_674, 790_015_084, 290_630_308, 39_332_535, 720_401, 242
  };

  /** 48/17 and -32/17, two integer bits: the first guess of Newton's division. */
  private static final int GUESS = 1_515_870_810;

  private static final int GUESS_SLOPE = -1_010_580_540;

  private FixedPoint() {}

  /**
   * The high half of the doubled product, rounded: gemmlowp's SaturatingRoundingDoublingHighMul.
   */
  static int highProduct(int a, int b) {
    // Its truncating division with a nudge by sign is the same as this floor; only MIN * MIN leaves
    // the range.
    return saturate(((long) a * b + (1L << 30)) >> 31);
  }

  /** Division by 2^exponent, ties away from zero: gemmlowp's RoundingDivideByPOT. */
  static int divideByPower(int x, int exponent) {
    int mask = (int) ((1L << exponent) - 1);
    int threshold = (mask >> 1) + (x < 0 ? 1 : 0);
    return (x >> exponent) + ((x & mask) > threshold ? 1 : 0);
  }

  /** e^a for a <= 0 with five integer bits; the result has none. */
  static int expOfNegative(int a) {
    if (a == 0) {
      return ONE;
    }
    int quarter = 1 << 24;
    int fraction = (a & (quarter - 1)) - quarter;
    int result = expOfLastQuarter(saturate((long) fraction << 5));
    int remainder = fraction - a;
    for (int i = 0; i < EXP_MINUS_POWERS.length; i++) {
      if ((remainder & (quarter << i)) != 0) {
        result = highProduct(result, EXP_MINUS_POWERS[i]);
      }
    }
    return result;
  }

  /** e^a for a in [-1/4, 0), by a series around -1/8. */
  private static int expOfLastQuarter(int a) {
    int x = a + (1 << 28);
    int x2 = highProduct(x, x);
    int x3 = highProduct(x2, x);
    int x4 = highProduct(x2, x2);
    int cubic = highProduct(divideByPower(x4, 2) + x3, THIRD);
    int series = divideByPower(cubic + x2, 1);
    return EXP_MINUS_EIGHTH + highProduct(EXP_MINUS_EIGHTH, x + series);
  }

  /** 1 / (1 + a) for a in [0, 1], no integer bits: three of Newton's steps. */
  static int oneOverOnePlus(int a) {
    int halfDenominator = (int) (((long) a + ONE + 1) / 2);
    int x = GUESS + highProduct(halfDenominator, GUESS_SLOPE);
    for (int step = 0; step < 3; step++) {
      int error = (1 << 29) - highProduct(halfDenominator, x);
      x += saturate((long) highProduct(x, error) << 2);
    }
    return saturate((long) x << 1);
  }

  private static int saturate(long value) {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
  }
}
