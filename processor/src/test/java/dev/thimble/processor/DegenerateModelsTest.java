package dev.thimble.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data and steps at their limits: each learns something defined, or says why not. */
class DegenerateModelsTest {
  /** A feature that never changes, and equal samples of two classes. */
  private static final String DATA =
      "a,b,y\n1,7,0\n2,7,0\n3,7,1\n4,7,1\n2,7,1\n3,7,0\n1,7,0\n4,7,1\n";

  private static final String MODEL =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel(calibration = "d.csv")
      @Device(mcu = "host")
      final class Machine {
        @Input(shape = 2) Tensor features;
        %s
      }
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@Scaler(fit = 'd.csv') Tensor s; @KMeans(clusters = 1, fit = 'd.csv') Tensor d;"
            + " @Nearest Decision y; |",
        "@KMeans(clusters = 1, fit = 'd.csv') Tensor d; @Anomaly(quantile = 1) Decision y; |",
        "@KMeans(clusters = 4, fit = 'd.csv') Tensor d; @Nearest Decision y; |",
        "@KMeans(clusters = 5, fit = 'd.csv') Tensor d; @Nearest Decision y; | TM1218",
        "@NearestCentroid(fit = 'd.csv') Tensor d; @Nearest Decision y; |",
        "@KNearest(k = 8, fit = 'd.csv') Tensor v; @ArgMax Decision y; |",
        "@KNearest(k = 2, fit = 'd.csv', condense = true) Tensor v; @ArgMax Decision y; |",
        "@KNearest(k = 9, fit = 'd.csv') Tensor v; @ArgMax Decision y; | TM1201",
        "@Pca(components = 2, fit = 'd.csv') Tensor p; |",
        "@Pca(components = 3, fit = 'd.csv') Tensor p; | TM1201",
        "@Logistic(fit = 'd.csv') Tensor v; @ArgMax Decision y; |",
        "@Linear(fit = 'd.csv') Tensor y; |",
        "@Forest(depth = 1, fit = 'd.csv') Tensor v; @ArgMax Decision y; |",
        "@Forest(depth = 0, fit = 'd.csv') Tensor v; @ArgMax Decision y; |",
        "@Forest(trees = 3, depth = 0, fit = 'd.csv') Tensor v; @ArgMax Decision y; |",
      })
  void eachIsDefined(String steps, String code) {
    Compiled compiled =
        Fixture.in(folder)
            .java(MODEL.formatted(steps.replace('\'', '"')))
            .data("d.csv", DATA.getBytes(StandardCharsets.UTF_8))
            .javac();
    if (code == null) {
      assertThat(compiled.said()).isEmpty();
      assertThat(compiled.output().resolve("ex/MachineModel.class")).exists();
    } else {
      assertThat(compiled.said()).singleElement().asString().contains(code);
    }
  }
}
