package dev.thimble.backend.cmsis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.GeneratedTwin;
import dev.thimble.fixture.SignalModels;
import dev.thimble.signal.LowPassTaps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Declared filters, as their twins compute them, against filters of reals by other formulas. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilterModelsTest {
  private static final double RATE = 8_000;
  private static final List<String> CHIPS = List.of("stm32l476", "nrf51822");

  private ClassLoader loader;

  @BeforeAll
  void compile(@TempDir Path folder) throws IOException {
    String sound = "@Pcm(rate = 8_000)";
    Compiled compiled =
        Fixture.in(folder)
            .java(
                SignalModels.source("Filters", CHIPS.subList(0, 1), sound, SignalModels.filters()))
            .java(SignalModels.source("Others", CHIPS, sound, SignalModels.others()))
            .javac();
    assertThat(compiled.errors()).isEmpty();
    loader = compiled.loader();
  }

  private static short[] sound(double loudness) {
    Random random = new Random(5);
    short[] samples = new short[8_192];
    for (int i = 0; i < samples.length; i++) {
      double x = Math.sin(i * 0.02) + Math.sin(i * 0.9) + random.nextGaussian();
      double limited = Math.max(-1, Math.min(1, x / 4));
      samples[i] = (short) Math.round(32_767 * loudness * limited);
    }
    return samples;
  }

  private double[] twin(String model, String step, short[] samples) {
    List<long[]> runs = GeneratedTwin.of(loader, model).stream(step + "Window", samples, 32);
    return runs.stream().flatMapToLong(Arrays::stream).asDoubleStream().toArray();
  }

  private void compare(String model, String step, double loudness, double[] wanted, double most) {
    double[] got = twin(model, step, sound(loudness));
    assertThat(got).hasSize(wanted.length);
    double signal = 0;
    double noise = 0;
    double worst = 0;
    for (int i = 0; i < got.length; i++) {
      signal += wanted[i] * wanted[i];
      noise += (got[i] - wanted[i]) * (got[i] - wanted[i]);
      worst = Math.max(worst, Math.abs(got[i] - wanted[i]));
    }
    System.out.printf(
        Locale.ROOT,
        "%-8s at %.3f: %.1f dB, at most %.2f steps off%n",
        step,
        loudness,
        10 * Math.log10(signal / noise),
        worst);
    assertThat(worst).as(step).isLessThan(most);
  }

  /** A section by the formulas of R. Bristow-Johnson's cookbook, in reals. */
  private static double[] cookbook(double[] x, String kind, double hertz, double q, double gain) {
    double w = 2 * Math.PI * hertz / RATE;
    double cos = Math.cos(w);
    double alpha = Math.sin(w) / (2 * q);
    double a = Math.pow(10, gain / 40);
    double root = 2 * Math.sqrt(a) * alpha;
    double[] c =
        switch (kind) {
          case "low" ->
              new double[] {(1 - cos) / 2, 1 - cos, (1 - cos) / 2, 1 + alpha, -2 * cos, 1 - alpha};
          case "high" ->
              new double[] {(1 + cos) / 2, -1 - cos, (1 + cos) / 2, 1 + alpha, -2 * cos, 1 - alpha};
          case "notch" -> new double[] {1, -2 * cos, 1, 1 + alpha, -2 * cos, 1 - alpha};
          case "peak" ->
              new double[] {
                1 + alpha * a, -2 * cos, 1 - alpha * a, 1 + alpha / a, -2 * cos, 1 - alpha / a
              };
          case "bass" ->
              new double[] {
                a * (a + 1 - (a - 1) * cos + root),
                2 * a * (a - 1 - (a + 1) * cos),
                a * (a + 1 - (a - 1) * cos - root),
                a + 1 + (a - 1) * cos + root,
                -2 * (a - 1 + (a + 1) * cos),
                a + 1 + (a - 1) * cos - root
              };
          default ->
              new double[] {
                a * (a + 1 + (a - 1) * cos + root),
                -2 * a * (a - 1 + (a + 1) * cos),
                a * (a + 1 + (a - 1) * cos - root),
                a + 1 - (a - 1) * cos + root,
                2 * (a - 1 - (a + 1) * cos),
                a + 1 - (a - 1) * cos - root
              };
        };
    return recursive(x, c);
  }

  private static double[] recursive(double[] x, double[] c) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = c[0] * x[i];
      for (int k = 1; k <= 2 && k <= i; k++) {
        y[i] += c[k] * x[i - k] - c[3 + k] * y[i - k];
      }
      y[i] /= c[3];
    }
    return y;
  }

  private static double[] first(double[] x, double hertz, boolean low) {
    double g = Math.tan(Math.PI * hertz / RATE);
    return recursive(x, new double[] {low ? g : 1, low ? g : -1, 0, 1 + g, g - 1, 0});
  }

  private static double[] reals(short[] x) {
    double[] reals = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      reals[i] = x[i];
    }
    return reals;
  }

  private static double[] clamped(double[] x) {
    return Arrays.stream(x).map(v -> Math.max(-32768, Math.min(32767, v))).toArray();
  }

  @Test
  void sectionsAreTheCookbooks() {
    for (double loudness : new double[] {1, 0.03}) {
      double[] x = reals(sound(loudness));
      double[] low = cookbook(x, "low", 400, 1 / (2 * Math.sin(3 * Math.PI / 8)), 0);
      low = cookbook(low, "low", 400, 1 / (2 * Math.sin(Math.PI / 8)), 0);
      compare("Filters", "low", loudness, low, 2);
      compare("Filters", "lowest", loudness, cookbook(x, "low", 20, Math.sqrt(0.5), 0), 2);
      double[] high = cookbook(first(x, 1000, false), "high", 1000, 1, 0);
      compare("Filters", "high", loudness, high, 3);
      compare("Filters", "notch", loudness, clamped(cookbook(x, "notch", 50, 2, 0)), 2);
      compare("Filters", "peak", loudness, clamped(cookbook(x, "peak", 1000, 2, 12)), 4);
      compare("Filters", "bass", loudness, cookbook(x, "bass", 200, 0.707, -10), 2);
      compare("Filters", "treble", loudness, clamped(cookbook(x, "treble", 2000, 0.707, 6)), 4);
      compare("Others", "level", loudness, clamped(first(x, 5, false)), 2);
    }
  }

  @Test
  void bandPassesAreButterworths() {
    double low = Math.tan(Math.PI * 300 / RATE);
    double high = Math.tan(Math.PI * 1_200 / RATE);
    for (double hertz : new double[] {100, 200, 300, 450, 600, 900, 1_200, 1_600, 2_500}) {
      short[] tone = new short[16_384];
      for (int i = 0; i < tone.length; i++) {
        tone[i] = (short) Math.round(20_000 * Math.sin(2 * Math.PI * hertz * i / RATE));
      }
      double[] got = twin("Filters", "band", tone);
      double energy = 0;
      for (int i = 8_192; i < 16_192; i++) {
        energy += got[i] * got[i];
      }
      double gain = Math.sqrt(energy / 8_000 * 2) / 20_000;
      double w = Math.tan(Math.PI * hertz / RATE);
      double detuned = (w * w - low * high) / ((high - low) * w);
      double wanted = 1 / Math.sqrt(1 + Math.pow(detuned, 4));
      assertThat(20 * Math.log10(gain / wanted)).as(hertz + " Hz").isBetween(-0.02, 0.02);
    }
  }

  @Test
  void theOthersAreWhatTheySay() {
    double[] x = reals(sound(1));
    double[] bright = new double[x.length];
    double[] mean = new double[x.length];
    double[] loudness = new double[x.length];
    double[] slow = new double[x.length / 4];
    double y = 0;
    LowPassTaps taps = LowPassTaps.before(4);
    for (int i = 0; i < x.length; i++) {
      bright[i] = x[i] - 0.97 * (i > 0 ? x[i - 1] : 0);
      for (int k = 0; k < 13 && k <= i; k++) {
        mean[i] += x[i - k] / 13;
      }
      double gap = Math.abs(x[i]) - y;
      y += gap * (1 - Math.exp(-1 / ((gap > 0 ? 2 : 50) * 8.0)));
      loudness[i] = y;
      for (int k = 0; i % 4 == 3 && k < 73 && k <= i; k++) {
        slow[i / 4] += Math.scalb(x[i - k] * taps.taps().get(k), -taps.shift());
      }
    }
    compare("Others", "bright", 1, clamped(bright), 2);
    compare("Others", "mean", 1, mean, 1.6);
    compare("Others", "loudness", 1, loudness, 1.5);
    compare("Others", "slow", 1, slow, 0.51);
  }

  @Test
  void whatWouldFoldBackIsGone() {
    for (int factor : new int[] {2, 4, 7, 32}) {
      LowPassTaps taps = LowPassTaps.before(factor);
      for (double share = 0; share < factor / 2.0; share += 0.01) {
        double re = 0;
        for (int i = 0; i < taps.taps().size(); i++) {
          double at = 2 * Math.PI * share / factor * (i - taps.taps().size() / 2);
          re += Math.scalb(taps.taps().get(i) * Math.cos(at), -taps.shift());
        }
        double decibels = 20 * Math.log10(Math.abs(re) + 1e-9);
        if (share <= 0.4) {
          assertThat(decibels).as(factor + ": " + share).isBetween(-0.05, 0.05);
        } else if (share >= 0.6) {
          assertThat(decibels).as(factor + ": " + share).isLessThan(-58);
        }
      }
    }
  }
}
