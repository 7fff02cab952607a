package dev.thimble.backend.cmsis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.Gaussians;
import dev.thimble.fixture.Npz;
import dev.thimble.testing.Prediction;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where RAM is short, steps do without the arrays that make them fast. */
class TightMemoryTest {
  private static final String SOURCE =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel(weights = "w.npz", calibration = "c.npz")
      @Device(mcu = "stm32l476")
      %s
      final class Wide {
        @Input(shape = {8, 8, 4}) Tensor x;
        @Conv2D(filters = 4, kernel = 3) Tensor first;
        @Conv2D(filters = 4, kernel = 3) Tensor y;
      }
      """;

  @TempDir Path folder;

  @Test
  void slowerCodeFitsWhereFastCodeDoesNot() {
    Compiled free = compiled("");
    long fast = metric(free, "cycles");
    long most = metric(free, "ram");
    Compiled tight = compiled("@Budget(ram = " + (most - 32) + ")");
    assertThat(tight.errors()).as(() -> tight.said().toString()).isEmpty();
    assertThat(metric(tight, "ram")).isLessThanOrEqualTo(most - 32);
    assertThat(metric(tight, "cycles")).isGreaterThan(fast);
    Compiled impossible = compiled("@Budget(ram = 300)");
    assertThat(impossible.errors()).hasSize(1);
    assertThat(impossible.errors().get(0)).startsWith("TM2103");
  }

  private Compiled compiled(String budget) {
    Random random = new Random(8);
    Npz weights =
        new Npz()
            .with("first.weight", new int[] {4, 4, 3, 3}, Gaussians.of(random, 4 * 4 * 9))
            .with("y.weight", new int[] {4, 4, 3, 3}, Gaussians.of(random, 4 * 4 * 9));
    Npz samples = new Npz().with("x", new int[] {9, 8, 8, 4}, Gaussians.of(random, 9 * 256));
    return Fixture.in(folder)
        .java(SOURCE.formatted(budget))
        .data("w.npz", weights.bytes())
        .data("c.npz", samples.bytes())
        .javac();
  }

  private static long metric(Compiled compiled, String name) {
    return compiled.predicted("Wide", "stm32l476").value(Prediction.MODEL, name).orElseThrow();
  }
}
