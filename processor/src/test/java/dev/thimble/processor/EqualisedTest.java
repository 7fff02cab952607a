package dev.thimble.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.Gaussians;
import dev.thimble.fixture.Npz;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where answers are lost because units differ in range, {@code AUTO} brings them to like ranges.
 */
class EqualisedTest {
  private static final int SAMPLES = 200;
  private static final int INPUTS = 8;
  private static final int HIDDEN = 8;
  private static final int CLASSES = 4;

  private static final String SOURCE =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel(weights = "w.npz", calibration = "e.npz", evaluation = "e.npz"%s)
      @Device(mcu = "host")
      @Budget(accuracy = 0.97)
      final class M {
        @Input(shape = 8) Tensor x;
        @Dense(units = 8, activation = Activation.RELU) Tensor hidden;
        @Dense(units = 4) Tensor scores;
      }
      """;

  @TempDir Path folder;

  @Test
  void autoFindsIt() {
    assertThat(compiled("").errors()).containsExactly("TM2106 M.java:7");
    Compiled found = compiled(", precision = Precision.AUTO");
    assertThat(found.errors()).isEmpty();
    assertThat(found.text("TM2110"))
        .contains("precision = AUTO: 8 bits for all of 2 layers, channels equalised.");
  }

  /** Labels are what the reals say. */
  private Compiled compiled(String precision) {
    Random random = new Random(6);
    float[] w = Gaussians.of(random, HIDDEN * INPUTS);
    float[] v = Gaussians.of(random, CLASSES * HIDDEN);
    for (int i = 0; i < w.length; i++) {
      w[i] *= (float) Math.pow(2, -(double) (i / INPUTS));
    }
    for (int i = 0; i < v.length; i++) {
      v[i] *= (float) Math.pow(2, i % HIDDEN);
    }
    float[] x = Gaussians.of(random, SAMPLES * INPUTS);
    float[] y = new float[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      y[i] = label(w, v, x, i * INPUTS);
    }
    Npz weights =
        new Npz()
            .with("hidden.weight", new int[] {HIDDEN, INPUTS}, w)
            .with("scores.weight", new int[] {CLASSES, HIDDEN}, v);
    Npz data = new Npz().with("x", new int[] {SAMPLES, INPUTS}, x);
    return Fixture.in(folder)
        .java(SOURCE.formatted(precision))
        .data("w.npz", weights.bytes())
        .data("e.npz", data.with("y", new int[] {SAMPLES}, y).bytes())
        .javac();
  }

  private static int label(float[] w, float[] v, float[] x, int first) {
    double[] scores = new double[CLASSES];
    for (int h = 0; h < HIDDEN; h++) {
      double sum = 0;
      for (int k = 0; k < INPUTS; k++) {
        sum += w[h * INPUTS + k] * x[first + k];
      }
      for (int c = 0; c < CLASSES; c++) {
        scores[c] += Math.max(0, sum) * v[c * HIDDEN + h];
      }
    }
    int best = 0;
    for (int c = 1; c < CLASSES; c++) {
      best = scores[c] > scores[best] ? c : best;
    }
    return best;
  }
}
