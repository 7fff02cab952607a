package dev.thimble.quantize;

import dev.thimble.graph.Arithmetic;
import java.util.List;

/** The formula of {@link Arithmetic.SoftmaxLookup}. */
record WideSoftmaxKernel(Arithmetic.SoftmaxLookup rule, int classes) implements RealKernel {
  private static final int STEP_BITS = 7;
  private static final int MIDDLE = 256;
  private static final int LARGEST = 65_535;
  private static final int CENTRE = 98_304;

  @Override
  public float[] run(List<float[]> inputs) {
    float[] x = inputs.get(0);
    float[] out = new float[x.length];
    for (int from = 0; from < x.length; from += classes) {
      row(x, out, from);
    }
    return out;
  }

  private void row(float[] x, float[] out, int from) {
    float largest = x[from];
    for (int i = from; i < from + classes; i++) {
      largest = Math.max(largest, x[i]);
    }
    long[] powers = new long[classes];
    long sum = 0;
    for (int k = 0; k < classes; k++) {
      long below = Math.max(-LARGEST, (long) (x[from + k] - largest));
      powers[k] = looked(rule.exponentials(), difference(below) + Short.MAX_VALUE);
      sum += powers[k];
    }
    int zeros = Integer.numberOfLeadingZeros((int) sum);
    long mantissa = ((sum << (zeros - 1)) + (1 << 13)) >> 14;
    long reciprocal = looked(rule.reciprocals(), mantissa - CENTRE);
    for (int k = 0; k < classes; k++) {
      int shift = 31 - zeros;
      long score = (powers[k] * reciprocal + (1L << (shift - 1))) >> shift;
      out[from + k] = Math.max(0, Math.min(Short.MAX_VALUE, score));
    }
  }

  /** The difference on the scale of the table, rounded twice, in the closed form. */
  private long difference(long x) {
    Arithmetic.Ratio ratio = rule.difference();
    long product = x * ratio.multiplier();
    long nudge = ratio.shift() > 31 ? (x >= 0 ? 1L << 30 : -(1L << 30)) : 0;
    return (product + (1L << (ratio.shift() - 1)) + nudge) >> ratio.shift();
  }

  private static long looked(List<Integer> table, long value) {
    long x = Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
    int i = MIDDLE + (int) (x >> STEP_BITS);
    long rise = (long) table.get(i + 1) - table.get(i);
    return table.get(i) + ((rise * (x & 127) + 64) >> STEP_BITS);
  }
}
