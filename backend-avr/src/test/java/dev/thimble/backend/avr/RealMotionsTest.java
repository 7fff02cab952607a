package dev.thimble.backend.avr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.HostTwin;
import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.GeneratedTwin;
import dev.thimble.fixture.Npz;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.data.Shared;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Firmware;
import dev.thimble.testing.GeneratedModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The steps of the gesture example on real watches: windows of accelerometer and gyroscope, seven
 * exercises. A linear classifier is fitted to six people and tried on the others.
 */
class RealMotionsTest {
  private static final Path WATCH = Shared.folder().resolve("data/watch_windows.npz");

  /** Every other reading: two windows of 100 would not fit 2 KB. */
  private static final int ROWS = 50;

  private static final int AXES = 6;
  private static final int CLASSES = 7;

  /** The first of the people whom training does not see. */
  private static final int TESTED = 6;

  private static final String MODEL =
      """
      package ex;

      import static dev.thimble.Statistic.*;
      import dev.thimble.*;

      @TinyModel%s
      @Device(mcu = "atmega328p", clockHz = 16_000_000)
      final class %s {
        @Samples(rate = 25, channels = 6)                               Signal imu;
        @Recent(frames = 50, hop = 50)                                Tensor window;
        @Statistics({MEAN, DEVIATION, ZERO_CROSSINGS, JERK})            Tensor features;
        %s
      }
      """;

  private static final String LAYERS =
      """
      @Normalise(data = "train.npz")                                  Tensor scaled;
        @Dense(units = 7)                                               Tensor logits;
        @Softmax                                                        Tensor scores;
        @Vote                                                           Decision exercise;
      """;

  private record Windows(List<byte[]> samples, int[] labels, int train) {}

  private static Windows windows() throws Exception {
    TensorFile file = Shared.arrays(WATCH);
    float[] all = file.find("x_milli").orElseThrow().floats();
    float[] y = file.find("y").orElseThrow().floats();
    float[] subject = file.find("subject").orElseThrow().floats();
    List<byte[]> windows = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    for (boolean known : new boolean[] {true, false}) {
      for (int i = 0; i < y.length; i++) {
        if (subject[i] < TESTED == known) {
          order.add(i);
        }
      }
    }
    for (int i : order) {
      ByteBuffer bytes = ByteBuffer.allocate(2 * ROWS * AXES).order(ByteOrder.LITTLE_ENDIAN);
      for (int j = 0; j < ROWS * AXES; j++) {
        float reading = all[(2 * i * ROWS + j / AXES * 2) * AXES + j % AXES];
        bytes.putShort((short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, reading)));
      }
      windows.add(bytes.array());
    }
    int[] labels = order.stream().mapToInt(i -> (int) y[i]).toArray();
    int train = (int) order.stream().filter(i -> subject[i] < TESTED).count();
    return new Windows(windows, labels, train);
  }

  private static ClassLoader compiled(Fixture fixture) throws Exception {
    Compiled compiled = fixture.javac();
    assertThat(compiled.said()).isEmpty();
    return compiled.loader();
  }

  /** One row a window: what the twin gives. */
  private static float[][] figures(HostTwin twin, List<byte[]> windows) {
    float[][] rows = new float[windows.size()][];
    for (int i = 0; i < rows.length; i++) {
      // The window is hopped over whole, so each run stands alone.
      twin.infer(windows.get(i));
      ByteBuffer out = ByteBuffer.wrap(twin.outputs()).order(ByteOrder.LITTLE_ENDIAN);
      rows[i] = new float[out.remaining() / Integer.BYTES];
      for (int j = 0; j < rows[i].length; j++) {
        rows[i][j] = out.getInt();
      }
    }
    return rows;
  }

  private static float[] flat(float[][] rows) {
    float[] all = new float[rows.length * rows[0].length];
    for (int i = 0; i < all.length; i++) {
      all[i] = rows[i / rows[0].length][i % rows[0].length];
    }
    return all;
  }

  /** Softmax regression on standardised figures by plain descent. */
  private static Npz fitted(float[][] x, int[] y) {
    int n = x[0].length;
    double[] mean = new double[n];
    double[] spread = new double[n];
    for (int j = 0; j < n; j++) {
      int column = j;
      mean[j] = Arrays.stream(x).mapToDouble(r -> r[column]).average().orElseThrow();
      double m = mean[j];
      double squares = Arrays.stream(x).mapToDouble(r -> Math.pow(r[column] - m, 2)).sum();
      spread[j] = Math.max(1e-9, Math.sqrt(squares / x.length));
    }
    double[][] w = new double[CLASSES][n + 1];
    for (int pass = 0; pass < 150; pass++) {
      double[][] slope = new double[CLASSES][n + 1];
      for (int i = 0; i < x.length; i++) {
        double[] z = new double[n + 1];
        z[n] = 1;
        for (int j = 0; j < n; j++) {
          z[j] = Math.max(-4, Math.min(4, (x[i][j] - mean[j]) / spread[j]));
        }
        double[] p = softmax(w, z);
        for (int c = 0; c < CLASSES; c++) {
          double error = p[c] - (c == y[i] ? 1 : 0);
          for (int j = 0; j <= n; j++) {
            slope[c][j] += error * z[j] / x.length;
          }
        }
      }
      for (int c = 0; c < CLASSES; c++) {
        for (int j = 0; j <= n; j++) {
          w[c][j] -= slope[c][j];
        }
      }
    }
    float[] weight = new float[CLASSES * n];
    float[] bias = new float[CLASSES];
    for (int c = 0; c < CLASSES; c++) {
      bias[c] = (float) w[c][n];
      for (int j = 0; j < n; j++) {
        weight[c * n + j] = (float) w[c][j];
      }
    }
    return new Npz()
        .with("logits.weight", new int[] {CLASSES, n}, weight)
        .with("logits.bias", new int[] {CLASSES}, bias);
  }

  private static double[] softmax(double[][] w, double[] z) {
    double[] p = new double[CLASSES];
    double sum = 0;
    for (int c = 0; c < CLASSES; c++) {
      for (int j = 0; j < z.length; j++) {
        p[c] += w[c][j] * z[j];
      }
      p[c] = Math.exp(Math.min(50, p[c]));
      sum += p[c];
    }
    for (int c = 0; c < CLASSES; c++) {
      p[c] /= sum;
    }
    return p;
  }

  @Test
  void knowsExercisesOfRealWatches(@TempDir Path folder) throws Exception {
    assumeTrue(Files.exists(WATCH), "no shared data");
    Windows all = windows();
    int train = all.train;
    String figures = MODEL.formatted("", "Figures", "");
    HostTwin first = GeneratedTwin.of(compiled(Fixture.in(folder).java(figures)), "Figures").host();
    float[][] x = figures(first, all.samples.subList(0, train));
    Npz data = new Npz().with("features", new int[] {train, x[0].length}, flat(x));
    String members = "(weights = \"w.npz\", calibration = \"train.npz\")";
    Fixture fixture =
        Fixture.in(folder)
            .java(MODEL.formatted(members, "Exercise", LAYERS))
            .data("w.npz", fitted(x, Arrays.copyOf(all.labels, train)).bytes())
            .data("train.npz", data.bytes());
    ClassLoader loader = compiled(fixture);
    HostTwin twin = GeneratedTwin.of(loader, "Exercise").host();
    List<byte[]> decisions = new ArrayList<>();
    List<byte[]> tested = all.samples.subList(train, all.samples.size());
    int right = 0;
    for (int i = 0; i < tested.size(); i++) {
      twin.infer(tested.get(i));
      decisions.add(twin.outputs());
      right += twin.outputs()[0] == all.labels[train + i] ? 1 : 0;
    }
    System.out.printf("watch windows: %d of %d right%n", right, tested.size());
    assertThat(right).isGreaterThan(tested.size() * 3 / 4);
    var target = GeneratedModel.load(loader, "ex.Exercise").simulator("atmega328p");
    assumeTrue(target.availability().isAvailable(), target.availability()::reason);
    int some = Math.min(40, tested.size());
    try (Firmware firmware = target.build(BuildOptions.DEFAULT)) {
      assertThat(firmware.run(tested.subList(0, some)).outputs())
          .usingRecursiveComparison()
          .isEqualTo(decisions.subList(0, some));
    }
  }
}
