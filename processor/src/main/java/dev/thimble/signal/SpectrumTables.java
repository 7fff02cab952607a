package dev.thimble.signal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Tables of the project's own spectrum, in double precision, rounded to the nearest. */
public final class SpectrumTables {
  private static final int MANTISSAS = 64;
  private static final double MEL_HERTZ = 700;

  private SpectrumTables() {}

  /** A periodic Hann window whose highest value is {@code most}. */
  public static List<Integer> hann(int samples, int most) {
    return window(samples, most, 0.5);
  }

  /**
   * A periodic window {@code first + (first - 1) cos(2 pi i / n)} whose highest value is {@code
   * most}: Hann's with 0.5, Hamming's with 0.54, none with 1.
   */
  public static List<Integer> window(int samples, int most, double first) {
    List<Integer> window = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      double cosine = StrictMath.cos(2 * Math.PI * i / samples);
      window.add((int) Math.round(most * (first - (1 - first) * cosine)));
    }
    return window;
  }

  /** {@code round(2^12 * log2(1 + i / steps))} for each step and the end. */
  public static List<Integer> logarithms(int steps) {
    List<Integer> table = new ArrayList<>();
    for (int i = 0; i <= steps; i++) {
      double octave = StrictMath.log1p((double) i / steps) / StrictMath.log(2);
      table.add((int) Math.round(Math.scalb(octave, 12)));
    }
    return table;
  }

  /**
   * Rows of the orthonormal cosine transform of type II, one behind the other, in steps of {@code
   * 2^-shift}.
   */
  public static List<Integer> cosines(int coefficients, int bands, int shift) {
    List<Integer> table = new ArrayList<>();
    for (int k = 0; k < coefficients; k++) {
      double scale = Math.sqrt((k == 0 ? 1.0 : 2.0) / bands);
      for (int b = 0; b < bands; b++) {
        double cosine = StrictMath.cos(Math.PI * k * (2 * b + 1) / (2 * bands));
        table.add((int) Math.round(Math.scalb(scale * cosine, shift)));
      }
    }
    return table;
  }

  /**
   * Triangles that reach from one middle to the next but one.
   *
   * @param starts first bin of each interval between two middles, and the end of the last
   * @param weights by bin, from the first on, in steps of 1/256: what the band above takes of it
   */
  public record Triangles(List<Integer> starts, List<Integer> weights) {
    /** Copies the lists. */
    public Triangles {
      starts = List.copyOf(starts);
      weights = List.copyOf(weights);
    }

    /** The first band of which no bin is a part; -1 if there is none. */
    public int empty() {
      for (int band = 0; band + 2 < starts.size(); band++) {
        if (starts.get(band + 2).equals(starts.get(band))) {
          return band;
        }
      }
      return -1;
    }
  }

  /** The triangles of so many bands; on the mel scale the weights are straight in hertz, too. */
  public static Triangles triangles(
      int bands, double binHertz, double lowHertz, double highHertz, boolean mel) {
    double[] middles = spaced(bands + 1, lowHertz, highHertz, mel);
    List<Integer> starts = bins(middles, binHertz);
    List<Integer> weights = new ArrayList<>();
    for (int i = 0; i <= bands; i++) {
      for (int bin = starts.get(i); bin < starts.get(i + 1); bin++) {
        double share = (bin * binHertz - middles[i]) / (middles[i + 1] - middles[i]);
        weights.add((int) Math.round(256 * Math.max(0, share)));
      }
    }
    return new Triangles(starts, weights);
  }

  /** {@code round(64 * log2(1 + i / 64 + 1 / 128))}: the middle of each step. */
  public static List<Integer> mantissas() {
    List<Integer> table = new ArrayList<>();
    for (int i = 0; i < MANTISSAS; i++) {
      double x = 1 + (i + 0.5) / MANTISSAS;
      table.add((int) Math.round(MANTISSAS * StrictMath.log(x) / StrictMath.log(2)));
    }
    return table;
  }

  /**
   * Where bands begin and the last one ends, in bins; two may be equal where a band is narrower
   * than a bin.
   */
  public static List<Integer> starts(
      int bands, double binHertz, double lowHertz, double highHertz, boolean mel) {
    return bins(spaced(bands, lowHertz, highHertz, mel), binHertz);
  }

  /** Ends of equal pieces of a range, in hertz; equal on the mel scale where that is meant. */
  private static double[] spaced(int pieces, double lowHertz, double highHertz, boolean mel) {
    double low = mel ? mel(lowHertz) : lowHertz;
    double high = mel ? mel(highHertz) : highHertz;
    double[] ends = new double[pieces + 1];
    for (int i = 0; i <= pieces; i++) {
      double end = low + (high - low) * i / pieces;
      ends[i] = mel ? MEL_HERTZ * StrictMath.expm1(end) : end;
    }
    return ends;
  }

  /** The first bin at or above each frequency. */
  private static List<Integer> bins(double[] hertz, double binHertz) {
    return Arrays.stream(hertz).mapToObj(h -> (int) Math.ceil(h / binHertz - 1e-9)).toList();
  }

  private static double mel(double hertz) {
    return StrictMath.log1p(hertz / MEL_HERTZ);
  }
}
