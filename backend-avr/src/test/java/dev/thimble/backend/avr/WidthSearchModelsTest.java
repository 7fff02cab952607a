package dev.thimble.backend.avr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.Npz;
import dev.thimble.importer.Array;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.data.Shared;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks of reals in less flash than 8 bits take: widths are found with which budgets hold. */
class WidthSearchModelsTest {
  private static final String SOURCE =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel(calibration = "c.npz", evaluation = "e.npz", precision = Precision.%s)
      @Device(mcu = "atmega328p", clockHz = 16_000_000)
      @Budget(flash = %d%s)
      final class M {
        @Network("n.tflite") Tensor scores;
      }
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "digits_mlp_avr_float, digits_mlp_avr, 0.77, 0.96",
    "digits_cnn_avr_float, digits_cnn_avr, 0.95, 0.96",
    "gesture_avr_float, gesture_avr, 0.86, 0.84",
  })
  void widthsThatHold(String model, String data, double share, double accuracy) throws Exception {
    Path network = Shared.folder().resolve("models/tflite/" + model + ".tflite");
    assumeTrue(Files.exists(network));
    TensorFile arrays = Shared.arrays(Shared.folder().resolve("data/" + data + ".data.npz"));
    Array x = arrays.find("x_test").orElseThrow();
    Array y = arrays.find("y_test").orElseThrow();
    int[] shape = x.extents().stream().mapToInt(i -> i).toArray();
    byte[] labelled =
        new Npz().with("x", shape, x.floats()).with("y", new int[] {shape[0]}, y.floats()).bytes();
    Fixture none = fixture("INT8", 1, "", network, labelled);
    Matcher needs = Pattern.compile("needs ([0-9,]+)").matcher(none.javac().text("TM2103"));
    assertThat(needs.find()).isTrue();
    int bytes = Integer.parseInt(needs.group(1).replace(",", ""));
    int budget = (int) (bytes * share);
    long start = System.nanoTime();
    Compiled found = fixture("AUTO", budget, ", accuracy = " + accuracy, network, labelled).javac();
    System.out.printf(
        Locale.ROOT,
        "%s: 8 bits %,d bytes, budget %,d, %.1f s%n%s%n",
        model,
        bytes,
        budget,
        (System.nanoTime() - start) / 1e9,
        found.said());
    assertThat(found.errors()).isEmpty();
    assertThat(found.text("TM2110"))
        .contains("chosen    4 bits for ")
        .doesNotContain("8 bits for all of");
  }

  private Fixture fixture(String precision, int flash, String more, Path network, byte[] labelled)
      throws Exception {
    return Fixture.in(folder)
        .java(SOURCE.formatted(precision, flash, more))
        .data("n.tflite", Files.readAllBytes(network))
        .data("c.npz", labelled)
        .data("e.npz", labelled);
  }
}
