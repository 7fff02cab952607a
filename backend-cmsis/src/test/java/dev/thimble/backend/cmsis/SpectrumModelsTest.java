package dev.thimble.backend.cmsis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.GeneratedTwin;
import dev.thimble.fixture.SignalModels;
import dev.thimble.fixture.Tones;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Declared spectra, as their twins compute them, against double precision. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpectrumModelsTest {
  private static final int SIZE = 400;
  private static final int HOP = 160;
  private static final int POINTS = 512;
  private static final int BANDS = 26;

  private ClassLoader loader;
  private Path output;

  @BeforeAll
  void compile(@TempDir Path folder) throws IOException {
    List<String> chip = List.of("stm32l476");
    Compiled compiled =
        Fixture.in(folder)
            .java(SignalModels.model("Spectra", chip, "", SignalModels.SPECTRA))
            .java(SignalModels.model("Small", chip, "", SignalModels.SMALL))
            .javac();
    assertThat(compiled.errors()).as(() -> compiled.said().toString()).isEmpty();
    output = compiled.output();
    loader = compiled.loader();
  }

  private static short[] sound(double loudness) {
    Random random = new Random(7);
    short[] samples = new short[8_000];
    double phase = 0;
    for (int i = 0; i < samples.length; i++) {
      phase += 0.05 + 0.04 * Math.sin(i / 900.0);
      double voice = 0;
      for (int k = 1; k < 12; k++) {
        voice += Math.sin(k * phase) / k;
      }
      samples[i] = (short) Math.round(9_000 * loudness * (voice + 0.02 * random.nextGaussian()));
    }
    return samples;
  }

  /** The samples of one frame after the emphasis, between -1 and 1. */
  private static double[] frame(short[] samples, int frame) {
    double[] x = new double[POINTS];
    for (int i = 0; i < SIZE; i++) {
      int at = frame * HOP + i;
      double before = at == 0 ? 0 : samples[at - 1];
      double window = 0.54 - 0.46 * Math.cos(2 * Math.PI * i / SIZE);
      x[i] = (samples[at] - 0.97 * before) / 32_768 * window;
    }
    return x;
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

  private static double mel(double hertz) {
    return 2595 * Math.log10(1 + hertz / 700);
  }

  private static double[] mfcc(double[] energies, double binHertz, double low, double high) {
    double[] middles = new double[BANDS + 2];
    for (int i = 0; i < middles.length; i++) {
      double mel = mel(low) + (mel(high) - mel(low)) * i / (BANDS + 1);
      middles[i] = 700 * (Math.pow(10, mel / 2595) - 1);
    }
    double[] logarithms = new double[BANDS];
    for (int band = 0; band < BANDS; band++) {
      double sum = 0;
      for (int k = 0; k < energies.length; k++) {
        double hertz = k * binHertz;
        double up = (hertz - middles[band]) / (middles[band + 1] - middles[band]);
        double down = (middles[band + 2] - hertz) / (middles[band + 2] - middles[band + 1]);
        sum += energies[k] * Math.max(0, Math.min(up, down));
      }
      logarithms[band] = Math.log(sum);
    }
    double[] coefficients = new double[13];
    for (int k = 0; k < coefficients.length; k++) {
      for (int band = 0; band < BANDS; band++) {
        double cosine = Math.cos(Math.PI * k * (band + 0.5) / BANDS);
        coefficients[k] += cosine * Math.sqrt((k == 0 ? 1.0 : 2.0) / BANDS) * logarithms[band];
      }
    }
    return coefficients;
  }

  private static double decibels(double signal, double noise) {
    return 10 * Math.log10(signal / noise);
  }

  @Test
  void coefficientsAreThoseOfDoublePrecision() {
    for (double loudness : new double[] {1, 0.1, 0.01}) {
      short[] samples = sound(loudness);
      GeneratedTwin twin = GeneratedTwin.of(loader, "Spectra");
      List<long[]> got = twin.stream("mfcc", samples, HOP);
      assertThat(twin.stream("chain", samples, HOP)).usingRecursiveComparison().isEqualTo(got);
      // The first is as fine as 16 bits let its largest value be.
      double unit = Math.log(2) / 256 * 4;
      double[] worst = new double[13];
      double signal = 0;
      double noise = 0;
      for (int f = 0; f < got.size(); f++) {
        double[] wanted = mfcc(energies(frame(samples, f)), 16_000.0 / POINTS, 20, 8_000);
        for (int k = 0; k < 13; k++) {
          double off = got.get(f)[k] * unit - wanted[k];
          worst[k] = Math.max(worst[k], Math.abs(off));
          signal += wanted[k] * wanted[k];
          noise += off * off;
        }
      }
      System.out.printf(
          Locale.ROOT,
          "MFCC at %.2f: %.1f dB, at most off by %s%n",
          loudness,
          decibels(signal, noise),
          Arrays.toString(Arrays.stream(worst).map(w -> Math.round(w * 100) / 100.0).toArray()));
      assertThat(decibels(signal, noise)).isGreaterThan(loudness > 0.05 ? 38 : 30);
    }
  }

  @Test
  void spectraAreThoseOfDoublePrecision() {
    short[] samples = sound(1);
    GeneratedTwin twin = GeneratedTwin.of(loader, "Spectra");
    List<long[]> magnitudes = twin.stream("spectrum", samples, HOP);
    List<long[]> densities = twin.stream("density", samples, HOP);
    List<long[]> bins = twin.stream("plain", samples, HOP);
    List<long[]> powers = twin.stream("energies", samples, HOP);
    double unit = 2.0 * POINTS / 32_768;
    for (int f = 0; f < magnitudes.size(); f++) {
      double[] energies = energies(frame(samples, f));
      for (int k = 0; k < energies.length; k++) {
        double wanted = Math.sqrt(energies[k]) / unit;
        assertThat(magnitudes.get(f)[k]).isBetween((long) wanted - 19, (long) wanted + 19);
        assertThat(Math.hypot(bins.get(f)[2 * k], bins.get(f)[2 * k + 1]) - wanted)
            .isBetween(-19.0, 19.0);
        assertThat(Math.sqrt(powers.get(f)[k]) - wanted).isBetween(-19.0, 19.0);
        if (wanted > 300) {
          double log = densities.get(f)[k] * Math.log(2) / 256;
          assertThat(log - Math.log(energies[k])).isBetween(-0.15, 0.15);
        }
      }
    }
  }

  @Test
  void tonesHaveTheirAmplitudes() {
    double[] hertz = {21.5, 60, 240};
    for (double loudness : new double[] {32_000, 3_000, 100}) {
      double most = 0;
      for (int tone = 0; tone < hertz.length; tone++) {
        short[] samples = new short[640];
        Random random = new Random(tone);
        for (int i = 0; i < samples.length; i++) {
          double x = 0.8 * Math.sin(2 * Math.PI * hertz[tone] * i / 500 + 1);
          samples[i] = (short) Math.round(loudness * (x + 0.1 * (random.nextDouble() - 0.5)));
        }
        List<long[]> got = GeneratedTwin.of(loader, "Small").stream("tones", samples, 64);
        for (int block = 0; block < got.size(); block++) {
          for (int k = 0; k < hertz.length; k++) {
            double re = 0;
            double im = 0;
            for (int i = 0; i < 64; i++) {
              double x = samples[64 * block + i];
              re += x * Math.cos(2 * Math.PI * hertz[k] * i / 500);
              im += x * Math.sin(2 * Math.PI * hertz[k] * i / 500);
            }
            double off = Math.abs(got.get(block)[k] - Math.hypot(re, im) / 32);
            most = Math.max(most, off);
            assertThat(off).isLessThan(1 + loudness / 5_000);
          }
        }
      }
      System.out.printf(
          Locale.ROOT, "Tones of %.0f: amplitudes at most %.2f steps off%n", loudness, most);
    }
  }

  @Test
  void featuresToTrainOnAreWrittenForAllSteps(@TempDir Path folder) throws Exception {
    short[] samples = sound(1);
    ByteBuffer bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(samples);
    AudioFormat format = new AudioFormat(16_000, 16, 1, true, false);
    Path wav = folder.resolve("a.wav");
    try (AudioInputStream audio =
        new AudioInputStream(new ByteArrayInputStream(bytes.array()), format, samples.length)) {
      AudioSystem.write(audio, AudioFileFormat.Type.WAVE, wav.toFile());
    }
    String classPath = output + File.pathSeparator + System.getProperty("java.class.path");
    for (String step : List.of("mfcc", "spectrum", "energies")) {
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      String writer = "dev.thimble.data.FeatureWriter";
      String[] command = {
        java,
        "-cp",
        classPath,
        writer,
        "ex.SpectraModel",
        step,
        step + ".npz",
        "clip=4000",
        "3=a.wav"
      };
      int width = step.equals("mfcc") ? 13 : 257;
      assertThat(Tones.run(folder, command))
          .contains(step + ".npz: 2 clips of 23 x " + width)
          .endsWith("exit 0");
      assertThat(folder.resolve(step + ".npz")).isNotEmptyFile();
    }
  }
}
