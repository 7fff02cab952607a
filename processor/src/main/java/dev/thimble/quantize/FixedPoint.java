package dev.thimble.quantize;

/**
 * The functions of gemmlowp's {@code fixedpoint/fixedpoint.h} over 32 bits that TensorFlow Lite's
 * kernels for int8 use. A number "with n integer bits" stands for {@code raw * 2^(n-31)}.
 */
public final class FixedPoint {
  private static final int ONE = Integer.MAX_VALUE;
  private static final int HALF = 1 << 30;

  /** 1 with two integer bits. */
  private static final int ONE_OF_TWO_BITS = 1 << 29;

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

  /** {@code SaturatingRoundingDoublingHighMul}. */
  public static int highProduct(int a, int b) {
    return saturate(((long) a * b + (1L << 30)) >> 31);
  }

  /** {@code RoundingDivideByPOT}: ties away from zero. */
  public static int divideByPower(int x, int exponent) {
    long mask = (1L << exponent) - 1;
    long threshold = (mask >> 1) + (x < 0 ? 1 : 0);
    return (int) (((long) x >> exponent) + ((x & mask) > threshold ? 1 : 0));
  }

  /** {@code MultiplyByQuantizedMultiplier} of {@code internal/common.cc}, with both roundings. */
  public static int multiply(int x, int mantissa, int exponent) {
    int shifted = x << Math.max(exponent, 0);
    return divideByPower(highProduct(shifted, mantissa), Math.max(-exponent, 0));
  }

  /** {@code exp_on_negative_values} for a <= 0 with that many integer bits; the result has none. */
  public static int expOfNegative(int a, int integerBits) {
    if (a == 0) {
      return ONE;
    }
    int quarter = 1 << (29 - integerBits);
    int fraction = (a & (quarter - 1)) - quarter;
    int result = expOfLastQuarter(saturate((long) fraction << integerBits));
    int remainder = fraction - a;
    for (int i = 0; i < integerBits + 2; i++) {
      if ((remainder & (quarter << i)) != 0) {
        result = highProduct(result, EXP_MINUS_POWERS[i]);
      }
    }
    return result;
  }

  private static int expOfLastQuarter(int a) {
    int x = a + (1 << 28);
    int x2 = highProduct(x, x);
    int x3 = highProduct(x2, x);
    int x4 = highProduct(x2, x2);
    int cubic = highProduct(divideByPower(x4, 2) + x3, THIRD);
    int series = divideByPower(cubic + x2, 1);
    return EXP_MINUS_EIGHTH + highProduct(EXP_MINUS_EIGHTH, x + series);
  }

  /** 2 / (1 + a) for a in [0, 1], two integer bits: three of Newton's steps. */
  private static int twiceReciprocal(int a) {
    int halfDenominator = (int) (((long) a + ONE + 1) / 2);
    int x = GUESS + highProduct(halfDenominator, GUESS_SLOPE);
    for (int step = 0; step < 3; step++) {
      int error = ONE_OF_TWO_BITS - highProduct(halfDenominator, x);
      x += saturate((long) highProduct(x, error) << 2);
    }
    return x;
  }

  /** 1 / (1 + a) for a in [0, 1], no integer bits. */
  public static int oneOverOnePlus(int a) {
    return saturate((long) twiceReciprocal(a) << 1);
  }

  /** About {@code mantissa * 2^(-31 - shift)}. */
  public record InverseRoot(int mantissa, int shift) {}

  /** {@code GetInvSqrtQuantizedMultiplierExp} of {@code internal/common.h}, for x of at least 0. */
  public static InverseRoot inverseRoot(int x) {
    if (x <= 1) {
      return new InverseRoot(Integer.MAX_VALUE, 0);
    }
    int shift = 11;
    int input = x;
    while (input >= 1 << 29) {
      input /= 4;
      shift++;
    }
    int pairs = (Integer.numberOfLeadingZeros(input) - 1) / 2 - 1;
    shift -= pairs;
    int root = highProduct(newton((input << 2 * pairs) >> 1), 1_518_500_250);
    return shift < 0 ? new InverseRoot(root << -shift, 0) : new InverseRoot(root, shift);
  }

  /** 1 / sqrt(a), three integer bits: five of Newton's steps from 1. */
  private static int newton(int a) {
    int half = divideByPower(a, 1);
    int x = 1 << 28;
    for (int step = 0; step < 5; step++) {
      // Products have six and nine integer bits; three are kept.
      int cube = saturate((long) highProduct(highProduct(x, x), x) << 6);
      int difference = highProduct((1 << 28) + (1 << 27), x) - highProduct(half, cube);
      x = saturate((long) difference << 3);
    }
    return x;
  }

  /** {@code logistic} of a number with that many integer bits; the result has none. */
  public static int logistic(int a, int integerBits) {
    if (a == 0) {
      return HALF;
    }
    int positive = oneOverOnePlus(expOfNegative(-Math.abs(a), integerBits));
    return a > 0 ? positive : ONE - positive;
  }

  /** {@code tanh} of a number with that many integer bits; the result has none. */
  public static int tanh(int a, int integerBits) {
    if (a == 0) {
      return 0;
    }
    // Doubling a number is reading it with one more integer bit.
    int x = twiceReciprocal(expOfNegative(-Math.abs(a), integerBits + 1));
    int magnitude = saturate((long) (x - ONE_OF_TWO_BITS) << 2);
    return a > 0 ? magnitude : -magnitude;
  }

  private static int saturate(long value) {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
  }
}
