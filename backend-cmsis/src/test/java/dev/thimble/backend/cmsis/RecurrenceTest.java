package dev.thimble.backend.cmsis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.diagnostic.Problem;
import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Executions;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.Npz;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.RecurrentGraphs;
import dev.thimble.kernel.random.TestModel;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recurrent layers on simulated chips: random ones, and a class that listens. */
class RecurrenceTest {
  private static final String LISTENER =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel(weights = "w.npz", calibration = "d.npz", evaluation = "d.npz")
      @Device(mcu = "stm32l476")
      @Device(mcu = "nrf51822")
      final class Listener {
        @Pcm(rate = 16_000)                                          Signal audio;
        @LogSpectrum(size = 256, hop = 256, bands = 10, lowHz = 200, highHz = 4_000) Signal bands;
        @Recent(frames = 1)                                          Tensor frame;
        @Gru(units = 6, stateful = true)                             Tensor heard;
        @Lstm(units = 4, stateful = true)                            Tensor kept;
        @Dense(units = 3)                                            Tensor scores;
        @ArgMax(labels = {"none", "stop", "go"})                     Decision word;
      }
      """;

  /** The weights over time see each frame once. */
  private static final String FILTERS =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel(weights = "w.npz", calibration = "d.npz")
      @Device(mcu = "stm32l476")
      final class Filters {
        @Pcm(rate = 16_000)                                          Signal audio;
        @LogSpectrum(size = 256, hop = 256, bands = 10, lowHz = 200, highHz = 4_000) Signal bands;
        @Recent(frames = 6)                                          Tensor window;
        @Svdf(units = 4, rank = 2, memory = 6, activation = Activation.RELU) Tensor heard;
        @Dense(units = 3)                                            Tensor scores;
        @ArgMax(labels = {"none", "stop", "go"})                     Decision word;
      }
      """;

  @TempDir Path folder;

  static LongStream seeds() {
    return LongStream.range(0, 2L * RecurrentGraphs.kinds() + 2);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void qemuAgrees(long seed) throws Problem {
    Comparison comparison =
        new Comparison("recurrence " + seed, TestModel.of(RecurrentGraphs.of(seed)), seed);
    comparison.simulator(new CmsisBackend(), seed % 2 == 0 ? "stm32l476" : "nrf51822", "-O2");
  }

  @Test
  void aListenerIsTheSameEverywhere() throws Exception {
    Npz weights =
        new Npz()
            .random("heard.weight_ih_l0", 18, 10)
            .random("heard.weight_hh_l0", 18, 6)
            .random("heard.bias_ih_l0", 18)
            .random("heard.bias_hh_l0", 18)
            .random("kept.weight_ih_l0", 16, 6)
            .random("kept.weight_hh_l0", 16, 4)
            .random("scores.weight", 3, 4);
    // Sequences of five runs, the label of each for its last one.
    Npz data = new Npz().random("frame", 20, 5, 1, 10).with("y", new int[] {20}, new float[20]);
    Path output = checked(LISTENER, "Listener", weights, data);
    assertThat(output.resolve("META-INF/thimble/ex.Listener/quality.csv"))
        .content()
        .contains("heard", "accuracy");
  }

  @Test
  void filtersSeeEachFrameOnce() throws Exception {
    Npz weights =
        new Npz()
            .random("heard.weight_feature", 8, 10)
            .random("heard.weight_time", 8, 6)
            .random("heard.bias", 4)
            .random("scores.weight", 3, 4);
    Path output = checked(FILTERS, "Filters", weights, new Npz().random("window", 20, 6, 10));
    assertThat(output.resolve("META-INF/thimble/ex.Filters/stm32l476/filters.c"))
        .content()
        .contains("_features_row")
        .doesNotContain("filters_step_window(");
  }

  private Path checked(String source, String name, Npz weights, Npz data) throws Exception {
    Compiled compiled =
        Fixture.in(folder)
            .java(source)
            .data("w.npz", weights.bytes())
            .data("d.npz", data.bytes())
            .javac();
    assertThat(compiled.errors()).isEmpty();
    Executions.agree(compiled.loader(), name);
    return compiled.output();
  }
}
