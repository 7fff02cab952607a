package dev.thimble.graph;

import java.util.List;

/**
 * The spectrum of real samples, a power of two of them: {@code [n] -> [n / 2 + 1, 2]}, real and
 * imaginary part of each bin, divided by n.
 *
 * <p>Made for cores with 16-bit registers: radix 2, every stage halves, {@code t = (b * w + 2^15)
 * >> 16} is half a product, and {@code a' = (a >> 1) + t}, {@code b' = (a >> 1) - t}. A stage adds
 * less than 2.3 steps to the magnitude of the error: sqrt(1/2) each for the truncated half and for
 * the rounded product, and 0.86 for the factors, which are 1.71 of 2^-15 off at most. The last one,
 * from pairs to samples, adds less than 3.4. Halving keeps what earlier stages added from growing.
 *
 * <p>Nothing overflows where each pair of samples, as a complex number, has a magnitude below 2^15
 * - 2^5: a stage keeps the largest one but for the two roundings, 1.42.
 *
 * <p>With {@code doubling} there is a second input, how many bits the samples were shifted, and a
 * second output, how many the bins are: after half of the stages and before the last one all
 * numbers are doubled, three times at most, where their magnitudes stay below 2^15. Doubling is
 * exact and doubles the error so far, too, so that a stage's error is small beside the numbers of
 * its own time. Both parts are at most 2 * 11,585 then, and {@code a} is never turned, so that each
 * of the five stages that may follow takes its parts half way to 2^15 at most: 300 steps remain.
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
