package dev.thimble.quantize;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Value;

/** The change of a signal's integers to the steps of a network: {@code (x * m + half) >> s}. */
public final class Rescaling {
  /** Bits of a multiplier with which 16-bit numbers stay within 32 bits: cheap on every core. */
  public static final int SHORT = 15;

  /** Bits of a multiplier that rounds as a division of reals does. */
  public static final int LONG = 31;

  private static final int MOST_SHIFT = 46;

  private Rescaling() {}

  /**
   * The rule.
   *
   * @param from integers with a scale
   * @param to what the result stands for
   * @param element type of the result, to which it is clamped
   * @param bits of the multiplier: {@link #SHORT} or {@link #LONG}
   */
  public static Arithmetic.Rescaled of(Value from, Quantization to, ElementType element, int bits) {
    double factor = from.quantized().scale() / to.scale();
    int shift = Math.min(MOST_SHIFT, bits - 1 - Math.getExponent(factor));
    shift = Math.max(1, shift);
    long multiplier = Math.round(factor * Math.pow(2, shift));
    if (multiplier >= 1L << bits) {
      multiplier = (1L << bits) - 1;
    }
    Arithmetic.Ratio ratio = new Arithmetic.Ratio(multiplier, shift);
    Arithmetic.Range range =
        new Arithmetic.Range(to.zeroPoint(), (int) element.min(), (int) element.max());
    return new Arithmetic.Rescaled(
        from.quantized().zeroPoint(), ratio, ratio, Arithmetic.Rounding.SINGLE, range);
  }
}
