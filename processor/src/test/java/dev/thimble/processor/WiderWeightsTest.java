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

/** Where four bits lose too many answers, eight are proposed, and do not. */
class WiderWeightsTest {
  private static final int SAMPLES = 300;
  private static final int INPUTS = 16;
  private static final int CLASSES = 8;

  private static final String SOURCE =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel(weights = "w.npz", calibration = "e.npz", evaluation = "e.npz")
      @Device(mcu = "host")
      @Budget(accuracy = %s)
      final class M {
        @Input(shape = 16) Tensor x;
        @Dense(units = 8%s) Tensor scores;
      }
      """;

  @TempDir Path folder;

  @Test
  void eightBitsAreProposed() {
    Compiled narrow = compiled(", precision = Precision.INT4", 0.98);
    assertThat(narrow.errors()).containsExactly("TM2106 M.java:7");
    assertThat(narrow.text("TM2106"))
        .contains("in reals it is 1.0000")
        .containsPattern("This fits:\\n +scores: precision = Precision.INT8 +flash ");
    assertThat(compiled(", precision = Precision.INT8", 0.98).errors()).isEmpty();
  }

  /** Labels differ by little: results of 8 bits are often equal. */
  @Test
  void sixteenBitsAreProposedAndFound() {
    Compiled bytes = compiled("", 0.995);
    assertThat(bytes.errors()).containsExactly("TM2106 M.java:7");
    assertThat(bytes.text("TM2106"))
        .containsPattern("This fits:\n +@TinyModel: precision = Precision.INT16 +flash ");
    assertThat(compiled(", precision = Precision.INT16", 0.995).errors()).isEmpty();
    Compiled found = compiled(", precision = Precision.AUTO", 0.995);
    assertThat(found.errors()).isEmpty();
    assertThat(found.text("TM2110")).contains("precision = AUTO: 16 bits for scores of 1 layers");
  }

  /** Labels are what the reals say. */
  private Compiled compiled(String precision, double accuracy) {
    Random random = new Random(4);
    float[] w = Gaussians.of(random, CLASSES * INPUTS);
    float[] x = Gaussians.of(random, SAMPLES * INPUTS);
    float[] y = new float[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      double best = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < CLASSES; c++) {
        double sum = 0;
        for (int k = 0; k < INPUTS; k++) {
          sum += w[c * INPUTS + k] * x[i * INPUTS + k];
        }
        y[i] = sum > best ? c : y[i];
        best = Math.max(best, sum);
      }
    }
    Npz data = new Npz().with("x", new int[] {SAMPLES, INPUTS}, x);
    return Fixture.in(folder)
        .java(SOURCE.formatted(accuracy, precision))
        .data("w.npz", new Npz().with("scores.weight", new int[] {CLASSES, INPUTS}, w).bytes())
        .data("e.npz", data.with("y", new int[] {SAMPLES}, y).bytes())
        .javac();
  }
}
