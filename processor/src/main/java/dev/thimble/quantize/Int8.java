package dev.thimble.quantize;

import dev.thimble.graph.Activation;
import dev.thimble.graph.Arithmetic.Range;
import dev.thimble.graph.Quantization;

/** From reals to signed bytes: scales, zero points and rounding. */
final class Int8 {
  static final int MIN = -128;
  static final int MAX = 127;
  private static final int STEPS = MAX - MIN;

  /** Digits of a scale that was chosen here: far more than eight bits of data can tell. */
  private static final int SCALE_BITS = 12;

  /** What softmax and final sigmoids give: 0 to 255/256. */
  static final Quantization PROBABILITY = Quantization.perTensor(1 / 256.0, MIN);

  private Int8() {}

  /** The finest scale that covers the range and zero, zero exactly on an integer. */
  static Quantization covering(ValueRange range) {
    ValueRange whole = range.withZero();
    if (whole.width() == 0) {
      return Quantization.perTensor(1, 0);
    }
    double scale = few(whole.width() / STEPS);
    long zero = Math.round(MIN - whole.low() / scale);
    return Quantization.perTensor(scale, clamp(zero));
  }

  /**
   * The scale of an input. Data of integers in at most 256 steps keeps its integers, and its very
   * values where they fit; other data between integer limits gets a scale on which the integers are
   * exact, unless a tenth of the steps were lost.
   */
  static Quantization ofInput(ValueRange range, boolean integral) {
    ValueRange whole = range.withZero();
    boolean integerLimits =
        whole.low() == Math.rint(whole.low()) && whole.high() == Math.rint(whole.high());
    if (!integerLimits || whole.width() > STEPS || whole.width() == 0) {
      return covering(range);
    }
    double perUnit = integral ? 1 : Math.floor(STEPS / whole.width());
    if (integral && whole.low() >= MIN && whole.high() <= MAX) {
      return Quantization.perTensor(1, 0);
    }
    if (!integral && perUnit * whole.width() < 0.9 * STEPS) {
      return covering(range);
    }
    return Quantization.perTensor(1 / perUnit, clamp(Math.round(MIN - whole.low() * perUnit)));
  }

  /**
   * The next number above of {@value #SCALE_BITS} binary digits, at most a two-thousandth more. Two
   * files of one network give the same scale although one of them had folded its batch
   * normalisation in other precision; and users' C code, which holds scales in floats, has the same
   * number.
   */
  static double few(double scale) {
    int unit = Math.getExponent(scale) - (SCALE_BITS - 1);
    double above = Math.scalb(Math.ceil(Math.scalb(scale, -unit)), unit);
    return Math.max(above, Float.MIN_NORMAL);
  }

  static int clamp(long value) {
    return (int) Math.max(MIN, Math.min(MAX, value));
  }

  /** The integer that stands for a real. */
  static int quantise(double real, Quantization quantization) {
    return clamp(Math.round(real / quantization.scale()) + quantization.zeroPoint());
  }

  /** The integers that stand for reals, held in floats. */
  static float[] quantise(float[] reals, Quantization quantization) {
    return quantise(reals, quantization, MIN, MAX);
  }

  /** The same within other limits. */
  static float[] quantise(float[] reals, Quantization quantization, long low, long high) {
    float[] integers = new float[reals.length];
    for (int i = 0; i < reals.length; i++) {
      int channel = quantization.perChannel() ? i : 0;
      long integer =
          Math.round(reals[i] / quantization.scale(channel))
              + quantization.zeroPoints().get(channel);
      integers[i] = Math.max(low, Math.min(high, integer));
    }
    return integers;
  }

  /**
   * Where an activation clamps integers of that quantisation: a ReLU at the zero point, so that 0
   * is exact.
   */
  static Range range(Activation activation, Quantization quantization) {
    return range(activation, quantization, MIN, MAX);
  }

  /** The same of integers within other limits. */
  static Range range(Activation activation, Quantization quantization, int least, int most) {
    int low = end(activation.low(), quantization, least, most);
    int high = end(activation.high(), quantization, least, most);
    return new Range(quantization.zeroPoint(), low, high);
  }

  private static int end(double real, Quantization quantization, int least, int most) {
    if (Double.isInfinite(real)) {
      return real < 0 ? least : most;
    }
    long integer = Math.round(real / quantization.scale()) + quantization.zeroPoint();
    return (int) Math.max(least, Math.min(most, integer));
  }
}
