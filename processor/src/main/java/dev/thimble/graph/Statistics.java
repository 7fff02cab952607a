package dev.thimble.graph;

import java.util.List;

/**
 * Figures of the columns of a window {@code [rows, channels]} (or {@code [rows]}): for each channel
 * the measures in order, then, if it is among them, the correlations of all pairs of channels.
 *
 * <p>Exact rule, with {@code round(a / b)} away from zero at halves and {@code a >>> b} for {@code
 * (a + 2^(b-1)) >> b} (0 added for b = 0): {@code m = round(sum(x) / n)}; {@code d = x - m} (for
 * RMS {@code d = x}) is shifted to {@code e = (d << up) >>> down} so that the largest magnitude has
 * {@link #squareBits} bits; {@code q = sum(e^2)}; the variance is {@code round(q / n)}, the
 * deviation {@code round(root(q / n))}, both shifted back. The higher ones speak of {@code z = (e *
 * (2^20 / 4r)) >>> 12}, r the root of {@code q / n}, so 64 is one deviation, clamped to eight of
 * them; {@code z2 = (z * z) >>> 6}; the skew is {@code 4 * sum((z2 * z) >>> 6) / n}, the kurtosis
 * {@code 4 * sum((z2 * z2) >>> 6) / n}, a correlation {@code 4 * sum((z * z') >>> 6) / n}.
 */
public record Statistics(List<Measure> measures) implements Operator {
  /** The most rows of a window: sums of fourth powers fit 32 bits. */
  public static final int MOST_ROWS = 4096;

  /** What is computed of a channel; the names are those of the language. */
  public enum Measure {
    /** Mean. */
    MEAN,
    /** Mean squared distance from the mean. */
    VARIANCE,
    /** Root of the variance. */
    DEVIATION,
    /** Root of the mean square. */
    RMS,
    /** Smallest element. */
    MINIMUM,
    /** Largest element. */
    MAXIMUM,
    /** Largest less smallest. */
    PEAK_TO_PEAK,
    /** Changes from one side of the mean to the other. */
    ZERO_CROSSINGS,
    /** Third standardised moment, 1/256. */
    SKEW,
    /** Fourth standardised moment, 1/256. */
    KURTOSIS,
    /** Mean magnitude of differences. */
    JERK,
    /** Between channels, 1/256. */
    CORRELATION
  }

  /** Copies the list. */
  public Statistics {
    measures = List.copyOf(measures);
  }

  /** Bits of magnitudes whose squares are summed over so many rows within 31 bits. */
  public static int squareBits(int rows) {
    int rowBits = 32 - Integer.numberOfLeadingZeros(rows - 1);
    return (31 - rowBits) / 2;
  }

  /** Channels of a window. */
  public static int channels(Shape window) {
    return window.rank() == 1 ? 1 : (int) (window.elements() / window.extent(0));
  }

  /** Whether channels are compared. */
  public boolean correlates() {
    return measures.contains(Measure.CORRELATION);
  }

  /** Measures of one channel. */
  public List<Measure> ofChannel() {
    return measures.stream().filter(m -> m != Measure.CORRELATION).toList();
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shape window = inputs.get(0);
    if (window.rank() == 0 || window.extent(0) < 2 || window.extent(0) > MOST_ROWS) {
      throw new ShapeException("expected 2 to " + MOST_ROWS + " readings, got " + window);
    }
    int channels = channels(window);
    if (correlates() && channels < 2) {
      throw new ShapeException("expected two channels to correlate, got " + window);
    }
    int pairs = correlates() ? channels * (channels - 1) / 2 : 0;
    return List.of(Shape.of(channels * ofChannel().size() + pairs));
  }
}
