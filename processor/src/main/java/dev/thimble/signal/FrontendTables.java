package dev.thimble.signal;

import java.util.ArrayList;
import java.util.List;

/**
 * The tables of TensorFlow Lite's two audio front ends, which are not the same function: the C
 * library computes in 32-bit floats and rounds ({@code MICRO}), the Signal library's tables come
 * from doubles and are truncated ({@code SIGNAL}). NUMERICS section 4. The logarithm is glibc's,
 * the rest is rounded to nearest.
 *
 * @param single whether reals have 32 bits and weights are rounded
 */
public record FrontendTables(boolean single) {
  private static final int UNIT = 1 << 12;
  private static final double MEL = 1127;
  private static final double MEL_HERTZ = 700;

  /** Gain control: strength, offset and fractional bits. */
  private static final double STRENGTH = 0.95;

  private static final double OFFSET = 80;
  private static final int GAIN_BITS = 21;
  private static final int ESTIMATE_BITS = 7;
  private static final int OCTAVES = 32;

  private static final int LOG_SEGMENTS = 128;

  /** A number as this profile keeps it. */
  private double kept(double value) {
    return single ? (float) value : value;
  }

  /** Hann's window of so many samples, between the samples symmetric, in steps of 1/4096. */
  public List<Integer> window(int samples) {
    double step = kept(kept(2 * Math.PI) / samples);
    List<Integer> window = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      double cosine = kept(StrictMath.cos(kept(step * kept(i + 0.5))));
      double value = kept(0.5 - kept(0.5 * cosine));
      window.add((int) Math.floor(kept(kept(value * UNIT) + 0.5)));
    }
    return window;
  }

  /**
   * A mel filterbank.
   *
   * @param starts first bin of each interval and the end of the last, one interval more than bands
   * @param weights of the bins from the first on, in steps of 1/4096
   * @param rests what of each bin goes to the next band
   */
  public record Bands(List<Integer> starts, List<Integer> weights, List<Integer> rests) {}

  private double mel(double hertz) {
    double ratio = kept(hertz / MEL_HERTZ);
    return kept(MEL * (single ? SingleLog.log1p((float) ratio) : StrictMath.log1p(ratio)));
  }

  /**
   * Bands of equal width on the mel scale.
   *
   * @param rate samples a second
   * @param points of the transform
   */
  public Bands bands(int rate, int points, int bands, double lowHertz, double highHertz) {
    double low = mel(kept(lowHertz));
    double spacing = kept(kept(mel(kept(highHertz)) - low) / (bands + 1));
    double binHertz = kept(kept(0.5 * rate) / (points / 2));
    int bin = (int) kept(1.5 + kept(kept(lowHertz) / binHertz));
    List<Integer> starts = new ArrayList<>(List.of(bin));
    List<Integer> weights = new ArrayList<>();
    List<Integer> rests = new ArrayList<>();
    double before = low;
    for (int band = 0; band <= bands; band++) {
      double centre = kept(low + kept(spacing * (band + 1)));
      for (; mel(kept(bin * binHertz)) <= centre; bin++) {
        double weight = kept(kept(centre - mel(kept(bin * binHertz))) / kept(centre - before));
        weights.add(weight(weight));
        rests.add(weight(kept(1 - weight)));
      }
      starts.add(bin);
      before = centre;
    }
    return new Bands(starts, weights, rests);
  }

  private int weight(double value) {
    return single ? (int) Math.floor(kept(kept(value * UNIT) + 0.5)) : (int) (value * UNIT);
  }

  /**
   * The gain {@code 2^21 * (x / 2^7 + 80)^-0.95} by parts: entries 0 and 1 for estimates of 0 and
   * 1, then for each octave its start, slope, curvature and one that is unused.
   */
  public List<Integer> gains() {
    int[] table = new int[4 * OCTAVES - 3];
    table[0] = gain(0);
    table[1] = gain(1);
    for (int octave = 2; octave <= OCTAVES; octave++) {
      long from = 1L << (octave - 1);
      long end = octave == OCTAVES ? 0xFFFF_FFFFL : 2 * from;
      List<Integer> parts = Parabola.through(gain(from), gain(from + from / 2), gain(end));
      for (int i = 0; i < parts.size(); i++) {
        table[4 * octave - 6 + i] = parts.get(i);
      }
    }
    List<Integer> gains = new ArrayList<>();
    for (int entry : table) {
      gains.add(entry);
    }
    return gains;
  }

  private int gain(long estimate) {
    double x = kept(kept((double) estimate) / (1 << ESTIMATE_BITS));
    double power = kept(StrictMath.pow(kept(x + OFFSET), -kept(STRENGTH)));
    double gain = kept((1 << GAIN_BITS) * power);
    return gain > Short.MAX_VALUE ? Short.MAX_VALUE : (int) kept(gain + 0.5);
  }

  /** How far log2 lies above a straight line from 1 to 2, in steps of 2^-16. */
  public static List<Integer> logarithms() {
    List<Integer> table = new ArrayList<>();
    for (int i = 0; i <= LOG_SEGMENTS; i++) {
      double x = i / (double) LOG_SEGMENTS;
      double log2 = StrictMath.log(1 + x) / StrictMath.log(2);
      table.add((int) Math.floor((log2 - x) * (1 << 16) + 0.5));
    }
    return table;
  }
}
