package dev.thimble.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.BandLevels;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.FrameWindow;
import dev.thimble.graph.Graph;
import dev.thimble.graph.HalvingFft;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.RealFft;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Interpreter;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.lower.Lower;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transforms and levels against double precision. */
class SpectrumTest {
  private static Interpreter fft(Operator fft, int points) {
    Graph graph =
        new Graph.Builder()
            .value(value("x", ElementType.INT16, Shape.of(points)))
            .input("x")
            .value(value("bins", ElementType.INT16, Shape.of(points / 2 + 1, 2)))
            .node(node(fft, List.of("x"), List.of("bins")))
            .output("bins")
            .build();
    return new Interpreter(Lower.program(graph));
  }

  private static Value value(String name, ElementType type, Shape shape) {
    return new Value(name, type, shape, Optional.empty(), Optional.empty());
  }

  private static Node node(Operator operator, List<String> from, List<String> to) {
    return new Node(to.get(0), to.get(0), operator, from, to, Optional.of(new Arithmetic.Exact()));
  }

  /** The spectrum divided by the number of samples. */
  private static double[] exact(long[] x) {
    int n = x.length;
    double[] bins = new double[n + 2];
    for (int k = 0; k <= n / 2; k++) {
      for (int i = 0; i < n; i++) {
        double turn = -2 * Math.PI * ((long) k * i % n) / n;
        bins[2 * k] += x[i] * Math.cos(turn) / n;
        bins[2 * k + 1] += x[i] * Math.sin(turn) / n;
      }
    }
    return bins;
  }

  private static double decibels(double[] wanted, long[] got) {
    double signal = 0;
    double noise = 0;
    for (int i = 0; i < wanted.length; i++) {
      signal += wanted[i] * wanted[i];
      noise += (got[i] - wanted[i]) * (got[i] - wanted[i]);
    }
    return 10 * Math.log10(signal / noise);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 64, 128, 256, 512, 1024, 2048})
  void transformsAreNearTheExactOnes(int points) {
    Random random = new Random(points);
    Interpreter halving = fft(new HalvingFft(false), points);
    Interpreter kiss = fft(new RealFft(), points);
    for (int level : new int[] {16_000, 4_000, 500}) {
      long[] x = new long[points];
      for (int i = 0; i < points; i++) {
        double tone = 0.7 * Math.sin(0.9 * i) + 0.2 * Math.sin(2.3 * i + 1);
        x[i] = Math.round(level * (tone + 0.1 * (2 * random.nextDouble() - 1)));
      }
      double[] exact = exact(x);
      halving.run(List.of(x));
      kiss.run(List.of(x));
      long[] bins = halving.read(program(halving, points));
      double ours = decibels(exact, bins);
      double theirs = decibels(exact, kiss.read(program(kiss, points)));
      System.out.printf(
          Locale.ROOT,
          "FFT of %,d points at +-%,d: halving %.1f dB, kissfft's form %.1f dB%n",
          points,
          level,
          ours,
          theirs);
      double most = 2 * (Math.log(points) / Math.log(2));
      for (int i = 0; i < exact.length; i++) {
        assertThat(Math.abs(bins[i] - exact[i])).isLessThan(most);
      }
      assertThat(ours).isGreaterThan(level == 16_000 ? 50 - Math.log(points) : 10);
    }
  }

  private static Buffer program(Interpreter interpreter, int points) {
    return Buffer.arena("bins", Element.I16, points + 2, Element.I16.range());
  }

  @Test
  void nothingOverflowsAtFullScale() {
    Interpreter halving = fft(new HalvingFft(false), 128);
    Random random = new Random(1);
    for (int run = 0; run < 200; run++) {
      long[] x = new long[128];
      for (int i = 0; i < 128; i++) {
        boolean high = run == 0 || (run < 8 ? (i >> (run - 1)) % 2 == 0 : random.nextBoolean());
        x[i] = high ? 16_384 : -16_384;
      }
      halving.run(List.of(x));
      long[] bins = halving.read(program(halving, 128));
      double[] exact = exact(x);
      for (int i = 0; i < exact.length; i++) {
        assertThat(Math.abs(bins[i] - exact[i])).isLessThan(14);
      }
    }
  }

  /** Whatever the samples, errors stay within the sum of what stages add. */
  @ParameterizedTest
  @ValueSource(ints = {16, 64, 256, 2048})
  void blockScalingErrsNoMoreThanItsStages(int points) {
    Graph graph =
        new Graph.Builder()
            .value(value("x", ElementType.INT16, Shape.of(points)))
            .value(value("shift", ElementType.INT8, Shape.of(1)))
            .input("x")
            .input("shift")
            .value(value("bins", ElementType.INT16, Shape.of(points / 2 + 1, 2)))
            .value(value("shifted", ElementType.INT8, Shape.of(1)))
            .node(node(new HalvingFft(true), List.of("x", "shift"), List.of("bins", "shifted")))
            .output("bins")
            .output("shifted")
            .build();
    Interpreter interpreter = new Interpreter(Lower.program(graph));
    List<Buffer> outputs = interpreter.program().outputs();
    Random random = new Random(points);
    for (int run = 0; run < 40; run++) {
      long[] x = samples(random, run, points);
      interpreter.run(List.of(x, new long[] {3}));
      long[] bins = interpreter.read(outputs.get(0));
      int doublings = (int) interpreter.read(outputs.get(1))[0] - 3;
      double pairs = Math.log(points) / Math.log(2) - 1;
      double before = pairs / 2 * Math.scalb(2.3, doublings);
      double most = before + pairs / 2 * Math.scalb(2.3, Math.min(3, doublings)) + 3.4;
      double[] exact = exact(x);
      for (int i = 0; i < bins.length; i++) {
        double error = Math.abs(bins[i] - Math.scalb(exact[i], doublings));
        assertThat(error).as(run + ": " + doublings).isLessThan(most);
      }
    }
  }

  /** Squares, tones and noise of all loudnesses. */
  private static long[] samples(Random random, int run, int points) {
    double loudness = 16_384 * Math.pow(2, -random.nextInt(10) * random.nextDouble());
    double step = Math.PI * random.nextInt(points) / points;
    long[] x = new long[points];
    for (int i = 0; i < points; i++) {
      double tone = Math.cos(i * step);
      double shape =
          switch (run % 4) {
            case 0 -> Math.signum(tone + 1e-9);
            case 1 -> tone;
            case 2 -> 2 * random.nextDouble() - 1;
            default -> i == run ? 1 : 0;
          };
      x[i] = Math.round(loudness * shape);
    }
    return x;
  }

  @Test
  void levelsAreDecibelsWhateverTheLoudness() {
    int size = 128;
    List<Integer> starts = SpectrumTables.starts(8, 31.25, 200, 1200, false);
    Graph graph =
        new Graph.Builder()
            .value(value("x", ElementType.INT16, Shape.of(size)))
            .input("x")
            .value(value("y", ElementType.INT16, Shape.of(size)))
            .value(value("shift", ElementType.INT8, Shape.of(1)))
            .node(
                node(
                    new FrameWindow(SpectrumTables.hann(size, FrameWindow.MOST), size),
                    List.of("x"),
                    List.of("y", "shift")))
            .value(value("bins", ElementType.INT16, Shape.of(size / 2 + 1, 2)))
            .node(node(new HalvingFft(false), List.of("y"), List.of("bins")))
            .value(value("levels", ElementType.INT16, Shape.of(8)))
            .node(
                node(
                    new BandLevels(starts, SpectrumTables.mantissas()),
                    List.of("bins", "shift"),
                    List.of("levels")))
            .output("levels")
            .build();
    Program program = Lower.program(graph);
    Interpreter interpreter = new Interpreter(program);
    Random random = new Random(2);
    for (int loudness = 60; loudness <= 32_000; loudness *= 2) {
      long[] x = new long[size];
      double[] weighed = new double[size];
      for (int i = 0; i < size; i++) {
        x[i] = Math.round(loudness * (Math.sin(i * 0.7) + 0.5 * random.nextGaussian()) / 3);
        weighed[i] = x[i] * (0.5 - 0.5 * Math.cos(2 * Math.PI * i / size)) * 0.5;
      }
      interpreter.run(List.of(x));
      long[] levels = interpreter.read(program.outputs().get(0));
      for (int band = 0; band < 8; band++) {
        double energy = 0;
        for (int k = starts.get(band); k < starts.get(band + 1); k++) {
          double re = 0;
          double im = 0;
          for (int i = 0; i < size; i++) {
            re += weighed[i] * Math.cos(2 * Math.PI * k * i / size) / size;
            im -= weighed[i] * Math.sin(2 * Math.PI * k * i / size) / size;
          }
          energy += re * re + im * im;
        }
        double decibels = 10 * Math.log10(energy);
        double got = levels[band] * 10 * Math.log10(2) / 64;
        assertThat(got).as(loudness + ", band " + band).isCloseTo(decibels, within(decibels));
      }
    }
  }

  private static Offset<Double> within(double decibels) {
    return Offset.offset(decibels > 0 ? 0.6 : 4.0);
  }
}
