package dev.thimble.graph;

import java.util.List;

/**
 * The spectrum of real samples, a power of two of them: {@code [n] -> [n / 2 + 1, 2]}, real and
 * imaginary part of each bin, divided by n.
 *
 * <p>Made for cores with 16-bit registers: radix 2, every stage halves, {@code t = (b * w + 2^15)
 * >> 16} is half a product, and {@code a' = (a >> 1) + t}, {@code b' = (a >> 1) - t}. Where each
 * pair of samples, as a complex number, has a magnitude below 2^15, so have all numbers after it:
 * nothing overflows. Each stage adds less than 2 steps of error: half a step of truncation, half of
 * rounding, and what the factors lack.
 *
 * <p>With {@code doubling} there is a second input, how many bits the samples were shifted, and a
 * second output, how many the bins are: after half of the stages and before the last one all
 * numbers are doubled, three times at most, where they stay below 2^15 in magnitude, so that what
 * stages add is small beside them.
 *
 * @param doubling whether numbers are kept large (block scaling)
 */
public record HalvingFft(boolean doubling) implements Operator {
  /** Position of the shift among the inputs and the outputs. */
  public static final int SHIFT = 1;

  /** The most bits that bins are shifted: those of the samples, and one for each stage. */
  public static final int MOST_SHIFT = FrameWindow.MOST_SHIFT + 11;

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    long samples = inputs.get(0).elements();
    if (samples < 4 || Long.bitCount(samples) != 1) {
      throw new ShapeException("expected a power of two of samples, got " + inputs.get(0));
    }
    Shape bins = Shape.of((int) samples / 2 + 1, 2);
    return doubling ? List.of(bins, Shape.of(1)) : List.of(bins);
  }
}
