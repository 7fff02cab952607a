package dev.thimble.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The steps that are measured, with their references. Rates are 1,000 Hz. */
final class SignalCases {
  private static final int BANDS = 26;
  private static final int BLOCK = 64;
  private static final double SAMPLE = 1.0 / 32_768;

  private SignalCases() {}

  static List<SignalCase> all() {
    List<SignalCase> all = new ArrayList<>();
    for (int points = 64; points <= 2048; points *= 2) {
      all.add(transform(points));
    }
    all.add(filter("low pass, order 2", "LOW_PASS, hz = 50", "low", 0.70710678));
    all.add(filter("high pass, order 2", "HIGH_PASS, hz = 50", "high", 0.70710678));
    all.add(filter("notch", "NOTCH, hz = 50, q = 5", "notch", 5));
    all.add(tones(64, true));
    all.add(tones(256, false));
    all.add(coefficients(256));
    all.add(coefficients(512));
    return all;
  }

  private static SignalCase transform(int points) {
    String steps =
        "  @Frame(size = %d, hop = %d, window = WindowFunction.RECTANGULAR) Signal frame;\n"
            + "  @Fft Signal bins;\n  @Power Signal power;\n  @Log Signal levels;\n";
    return new SignalCase(
        "real FFT",
        points,
        steps.formatted(points, points),
        "levels",
        List.of("bins"),
        points <= 128,
        0,
        x -> frames(x, points, frame -> roots(energies(frame))));
  }

  private static SignalCase filter(String name, String filter, String kind, double q) {
    String steps =
        "  @Filter(value = FilterKind.%s) Signal out;\n"
            + "  @Recent(frames = %d, hop = %d) Tensor window;\n";
    return new SignalCase(
        name,
        BLOCK,
        steps.formatted(filter, BLOCK, BLOCK),
        "window",
        List.of("out"),
        true,
        SAMPLE,
        x -> frames(section(x, kind, 50, q), BLOCK, frame -> frame));
  }

  private static SignalCase tones(int size, boolean avr) {
    double[] hertz = {41, 97, 203, 440};
    return new SignalCase(
        "Goertzel, 4 tones",
        size,
        "  @Goertzel(size = %d, hz = {41, 97, 203, 440}) Signal tones;\n".formatted(size),
        "tones",
        List.of("tones"),
        avr,
        SAMPLE,
        x -> frames(x, size, frame -> Arrays.stream(hertz).map(f -> tone(frame, f)).toArray()));
  }

  private static SignalCase coefficients(int size) {
    String steps =
        "  @Mfcc(size = %d, hop = %d, bands = %d, lowHz = 10, highHz = 500) Signal mfcc;\n";
    return new SignalCase(
        "MFCC",
        size,
        steps.formatted(size, size, size < 512 ? BANDS / 2 : BANDS),
        "mfcc",
        List.of("mfcc"),
        false,
        Math.log(2) / 256 * (size < 512 ? 2 : 4),
        x -> frames(x, size, frame -> mfcc(frame, size < 512 ? BANDS / 2 : BANDS)));
  }

  private interface OfFrame {
    double[] of(double[] frame);
  }

  private static List<double[]> frames(double[] x, int size, OfFrame result) {
    List<double[]> all = new ArrayList<>();
    for (int at = 0; at + size <= x.length; at += size) {
      all.add(result.of(Arrays.copyOfRange(x, at, at + size)));
    }
    return all;
  }

  private static double[] roots(double[] energies) {
    return Arrays.stream(energies).map(Math::sqrt).toArray();
  }

  private static double[] energies(double[] x) {
    double[] energies = new double[x.length / 2 + 1];
    for (int k = 0; k < energies.length; k++) {
      double re = 0;
      double im = 0;
      for (int i = 0; i < x.length; i++) {
        double turn = 2 * Math.PI * ((long) k * i % x.length) / x.length;
        re += x[i] * Math.cos(turn);
        im -= x[i] * Math.sin(turn);
      }
      energies[k] = re * re + im * im;
    }
    return energies;
  }

  private static double tone(double[] x, double hertz) {
    double re = 0;
    double im = 0;
    for (int i = 0; i < x.length; i++) {
      re += x[i] * Math.cos(2 * Math.PI * hertz / 1_000 * i);
      im += x[i] * Math.sin(2 * Math.PI * hertz / 1_000 * i);
    }
    return Math.hypot(re, im) * 2 / x.length;
  }

  /** A section by R. Bristow-Johnson's formulas. */
  private static double[] section(double[] x, String kind, double hertz, double q) {
    double w = 2 * Math.PI * hertz / 1_000;
    double cos = Math.cos(w);
    double alpha = Math.sin(w) / (2 * q);
    double[] b =
        switch (kind) {
          case "low" -> new double[] {(1 - cos) / 2, 1 - cos, (1 - cos) / 2};
          case "high" -> new double[] {(1 + cos) / 2, -1 - cos, (1 + cos) / 2};
          default -> new double[] {1, -2 * cos, 1};
        };
    double[] a = {1 + alpha, -2 * cos, 1 - alpha};
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = b[0] * x[i];
      for (int k = 1; k <= 2 && k <= i; k++) {
        y[i] += b[k] * x[i - k] - a[k] * y[i - k];
      }
      y[i] /= a[0];
    }
    return y;
  }

  private static double mel(double hertz) {
    return 2595 * Math.log10(1 + hertz / 700);
  }

  private static double[] mfcc(double[] frame, int bands) {
    double[] weighed = new double[frame.length];
    for (int i = 0; i < frame.length; i++) {
      weighed[i] = frame[i] * (0.5 - 0.5 * Math.cos(2 * Math.PI * i / frame.length));
    }
    double[] energies = energies(weighed);
    double[] middles = new double[bands + 2];
    for (int i = 0; i < middles.length; i++) {
      double mel = mel(10) + (mel(500) - mel(10)) * i / (bands + 1);
      middles[i] = 700 * (Math.pow(10, mel / 2595) - 1);
    }
    double[] logarithms = new double[bands];
    for (int band = 0; band < bands; band++) {
      double sum = 0;
      for (int k = 0; k < energies.length; k++) {
        double hertz = k * 1_000.0 / frame.length;
        double up = (hertz - middles[band]) / (middles[band + 1] - middles[band]);
        double down = (middles[band + 2] - hertz) / (middles[band + 2] - middles[band + 1]);
        sum += energies[k] * Math.max(0, Math.min(up, down));
      }
      logarithms[band] = Math.log(sum);
    }
    double[] coefficients = new double[13];
    for (int k = 0; k < coefficients.length; k++) {
      for (int band = 0; band < bands; band++) {
        double cosine = Math.cos(Math.PI * k * (band + 0.5) / bands);
        coefficients[k] += cosine * Math.sqrt((k == 0 ? 1.0 : 2.0) / bands) * logarithms[band];
      }
    }
    return coefficients;
  }
}
