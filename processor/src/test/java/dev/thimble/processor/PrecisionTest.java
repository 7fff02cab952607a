package dev.thimble.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.Npz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Declared precisions become weights of that width in the C. */
class PrecisionTest {
  private static final String SOURCE =
      """
      package ex;

      import static dev.thimble.Precision.*;
      import dev.thimble.*;

      @TinyModel(weights = "w.npz", calibration = "c.npz"%s)
      @Device(mcu = "host")
      final class M {
        @Input(shape = 16) Tensor x;
        @Dense(units = 12, activation = Activation.RELU%s) Tensor hidden;
        @Dense(units = 3%s) Tensor scores;
      }
      """;

  @TempDir Path folder;

  private Compiled compiled(String model, String hidden, String scores) {
    return Fixture.in(folder)
        .java(SOURCE.formatted(model, hidden, scores))
        .data(
            "w.npz",
            new Npz().random("hidden.weight", 12, 16).random("scores.weight", 3, 12).bytes())
        .data("c.npz", new Npz().random("x", 40, 16).bytes())
        .javac();
  }

  private static List<String> weights(Compiled compiled) throws IOException {
    assertThat(compiled.errors()).isEmpty();
    String c = Files.readString(compiled.output().resolve("META-INF/thimble/ex.M/host/m.c"));
    return c.lines().filter(line -> line.contains("_weights[") && line.endsWith("= {")).toList();
  }

  @Test
  void eachStepHasItsOwn() throws IOException {
    assertThat(weights(compiled("", "", "")))
        .containsExactly(
            "static const int8_t m_hidden_weights[192] = {",
            "static const int8_t m_scores_weights[36] = {");
    assertThat(weights(compiled("", ", precision = INT4", "")))
        .containsExactly(
            "static const uint8_t m_hidden_weights[96] = {",
            "static const int8_t m_scores_weights[36] = {");
    assertThat(weights(compiled(", precision = INT4", "", ", precision = INT8")))
        .containsExactly(
            "static const uint8_t m_hidden_weights[96] = {",
            "static const int8_t m_scores_weights[36] = {");
    assertThat(weights(compiled(", precision = INT4", "", "")))
        .containsExactly(
            "static const uint8_t m_hidden_weights[96] = {",
            "static const uint8_t m_scores_weights[18] = {");
  }

  @Test
  void resultsOf16Bits() throws IOException {
    Compiled all = compiled(", precision = INT16", "", "");
    assertThat(weights(all))
        .containsExactly(
            "static const int8_t m_hidden_weights[192] = {",
            "static const int8_t m_scores_weights[36] = {");
    assertThat(header(all)).contains("int16_t *m_x(", "int16_t *m_scores(");
    String last = header(compiled("", "", ", precision = INT16"));
    assertThat(last).contains("int8_t *m_x(", "int16_t *m_scores(").doesNotContain("int16_t *m_x(");
    assertThat(header(compiled("", ", precision = INT16", "")))
        .contains("int16_t *m_x(", " int8_t *m_scores(");
  }

  private static String header(Compiled compiled) throws IOException {
    assertThat(compiled.errors()).isEmpty();
    return Files.readString(compiled.output().resolve("META-INF/thimble/ex.M/host/m.h"));
  }

  @Test
  void signalsOf16Bits() throws IOException {
    Compiled compiled =
        Fixture.in(folder)
            .java(
                """
                package ex;

                import dev.thimble.*;

                @TinyModel(weights = "w.npz", calibration = "c.npz", precision = Precision.INT16)
                @Device(mcu = "host")
                final class M {
                  @Samples(rate = 25, channels = 3) Signal imu;
                  @Recent(frames = 8, hop = 8) Tensor window;
                  @Dense(units = 5) Tensor scores;
                  @Softmax Tensor shares;
                  @Detect(label = 1, threshold = 0.6) Decision seen;
                }
                """)
            .data("w.npz", new Npz().random("scores.weight", 5, 24).bytes())
            .data("c.npz", new Npz().random("x", 40, 8, 3).bytes())
            .javac();
    assertThat(compiled.errors()).as("%s", compiled.said()).isEmpty();
    Path files = compiled.output().resolve("META-INF/thimble/ex.M");
    for (String line : Files.readAllLines(files.resolve("quality.csv"))) {
      if (line.startsWith("scores,")) {
        assertThat(Double.parseDouble(line.substring(line.lastIndexOf(',') + 1))).isGreaterThan(45);
        return;
      }
    }
    throw new AssertionError("no quality of scores");
  }
}
