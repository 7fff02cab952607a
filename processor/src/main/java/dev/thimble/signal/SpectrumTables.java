package dev.thimble.signal;

import java.util.ArrayList;
import java.util.List;

/** Tables of the project's own spectrum, in double precision, rounded to the nearest. */
public final class SpectrumTables {
  private static final int MANTISSAS = 64;
  private static final double MEL_HERTZ = 700;

  private SpectrumTables() {}

  /** A periodic Hann window whose highest value is {@code most}. */
  public static List<Integer> hann(int samples, int most) {
    List<Integer> window = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      double cosine = StrictMath.cos(2 * Math.PI * i / samples);
      window.add((int) Math.round(most * (0.5 - 0.5 * cosine)));
    }
    return window;
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
    double low = mel ? mel(lowHertz) : lowHertz;
    double high = mel ? mel(highHertz) : highHertz;
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i <= bands; i++) {
      double edge = low + (high - low) * i / bands;
      double hertz = mel ? MEL_HERTZ * StrictMath.expm1(edge) : edge;
      starts.add((int) Math.ceil(hertz / binHertz - 1e-9));
    }
    return starts;
  }

  private static double mel(double hertz) {
    return StrictMath.log1p(hertz / MEL_HERTZ);
  }
}
