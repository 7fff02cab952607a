package dev.thimble.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps that learn while compiling, from a table to a model that names the classes right. */
class FittedModelsTest {
  private static final String MODEL =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel(calibration = "d.csv", evaluation = "d.csv")
      @Device(mcu = "host")
      @Budget(accuracy = 0.97)
      final class Machine {
        @Input(shape = 3) Tensor features;
        %s
      }
      """;

  @TempDir Path folder;

  private Compiled compile(String steps) {
    return Fixture.in(folder)
        .java(MODEL.formatted(steps))
        .data("d.csv", table().getBytes(StandardCharsets.UTF_8))
        .javac();
  }

  /** Three classes far from each other, over features of very different ranges. */
  private static String table() {
    Random random = new Random(3);
    StringBuilder text = new StringBuilder("a,b,c,y\n");
    for (int i = 0; i < 150; i++) {
      int y = i % 3;
      double a = (y == 1 ? 3000 : 1000) + 200 * random.nextGaussian();
      double b = (y == 2 ? 0.08 : 0.02) + 0.005 * random.nextGaussian();
      double c = 50 + random.nextGaussian();
      text.append(String.format(Locale.ROOT, "%.6g,%.6g,%.6g,%d%n", a, b, c, y));
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@Scaler(fit = \"d.csv\") Tensor s; @NearestCentroid(fit = \"d.csv\") Tensor d; @Nearest"
            + " Decision y;",
        "@Scaler(fit = \"d.csv\") Tensor s; @NearestCentroid(fit = \"d.csv\", distance ="
            + " Distance.MANHATTAN) Tensor d; @Nearest Decision y;",
        "@Scaler(fit = \"d.csv\") Tensor s; @KNearest(k = 3, fit = \"d.csv\") Tensor v; @ArgMax"
            + " Decision y;",
        "@Scaler(fit = \"d.csv\") Tensor s; @KNearest(fit = \"d.csv\", condense = true) Tensor v;"
            + " @ArgMax Decision y;",
        "@Scaler(fit = \"d.csv\") Tensor s; @Logistic(fit = \"d.csv\") Tensor v; @ArgMax Decision"
            + " y;",
        "@Scaler(fit = \"d.csv\") Tensor s; @Pca(components = 2, fit = \"d.csv\") Tensor p;"
            + " @NearestCentroid(fit = \"d.csv\") Tensor d; @Nearest Decision y;",
        "@Forest(depth = 3, fit = \"d.csv\") Tensor v; @ArgMax Decision y;",
        "@Forest(trees = 7, depth = 4, fit = \"d.csv\") Tensor v; @ArgMax Decision y;",
      })
  void classesAreNamedRight(String steps) {
    Compiled compiled = compile(steps);
    assertThat(compiled.said()).isEmpty();
    assertThat(compiled.output().resolve("ex/MachineModel.class")).exists();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@Linear(fit = \"d.csv\") Tensor y;",
        "@Scaler(fit = \"d.csv\") Tensor s; @KMeans(clusters = 3, fit = \"d.csv\") Tensor d;"
            + " @Anomaly(quantile = 0.99) Decision alarm;",
        "@Scaler(fit = \"d.csv\") Tensor s; @NearestCentroid(fit = \"d.csv\") Tensor d;"
            + " @Anomaly Decision alarm;",
        "@Linear(fit = \"d.csv\") Tensor y; @Anomaly(limit = 1.5) Decision alarm;",
      })
  void othersCompile(String steps) {
    Compiled compiled =
        Fixture.in(folder)
            .java(
                MODEL
                    .formatted(steps)
                    .replace(", evaluation = \"d.csv\"", "")
                    .replace("@Budget(accuracy = 0.97)\n", ""))
            .data("d.csv", table().getBytes(StandardCharsets.UTF_8))
            .javac();
    assertThat(compiled.said()).isEmpty();
    assertThat(compiled.output().resolve("ex/MachineModel.class")).exists();
  }

  /** Angles are taken of bytes: of features that have like ranges. */
  @org.junit.jupiter.api.Test
  void anglesNameClasses() {
    Random random = new Random(4);
    StringBuilder text = new StringBuilder("a,b,c,y\n");
    for (int i = 0; i < 90; i++) {
      double length = 1 + 5 * random.nextDouble();
      double[] x = {
        0.1 * random.nextGaussian(), 0.1 * random.nextGaussian(), 0.1 * random.nextGaussian()
      };
      x[i % 3] += 1;
      text.append(
          String.format(
              Locale.ROOT,
              "%.4f,%.4f,%.4f,%d%n",
              length * x[0],
              length * x[1],
              length * x[2],
              i % 3));
    }
    Compiled compiled =
        Fixture.in(folder)
            .java(
                MODEL.formatted(
                    "@NearestCentroid(fit = \"d.csv\", distance = Distance.COSINE) Tensor d;"
                        + " @Nearest Decision y;"))
            .data("d.csv", text.toString().getBytes(StandardCharsets.UTF_8))
            .javac();
    assertThat(compiled.said()).isEmpty();
  }
}
