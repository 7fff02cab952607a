package dev.thimble.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fit.FitCache;
import dev.thimble.fit.LearntFiles;
import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A second compilation reads what the first one learnt, unless the samples are others. */
class LearntAgainTest {
  private static final String MODEL =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel(calibration = "d.csv")
      @Device(mcu = "host")
      final class Machine {
        @Input(shape = 3) Tensor features;
        %s
      }
      """;

  @TempDir Path folder;

  private static String table(long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("a,b,c,y\n");
    for (int i = 0; i < 60; i++) {
      double[] x = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
      x[i % 3] += 8;
      text.append(String.format(Locale.ROOT, "%.5f,%.5f,%.5f,%d%n", x[0], x[1], x[2], i % 3));
    }
    return text.toString();
  }

  private static Path compiled(Fixture fixture, long seed) {
    Compiled compiled = fixture.data("d.csv", table(seed).getBytes(StandardCharsets.UTF_8)).javac();
    assertThat(compiled.said()).isEmpty();
    return compiled.output().resolve("META-INF/thimble/ex.Machine");
  }

  private static List<String> learnt(Path outputs) throws Exception {
    return Files.readAllLines(outputs.resolve(Learnt.FILE_NAME));
  }

  /** The last number that each of these learns is one that the model shows. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "@KMeans(clusters = 3, fit = \"d.csv\") Tensor d; @Nearest Decision y;",
        "@Forest(depth = 2, fit = \"d.csv\") Tensor v; @ArgMax Decision y;",
        "@Scaler(fit = \"d.csv\") Tensor s; @Logistic(fit = \"d.csv\") Tensor v;"
            + " @ArgMax Decision y;",
      })
  void onlyOtherSamplesAreLearnt(String step) throws Exception {
    Fixture fixture = Fixture.in(folder).java(MODEL.formatted(step));
    Path outputs = compiled(fixture, 1);
    List<String> first = learnt(outputs);
    Path cache = outputs.resolve(FitCache.FILE_NAME);
    byte[] file = Files.readAllBytes(cache);

    Files.write(cache, LearntFiles.withLast(file, 0.625));
    assertThat(learnt(compiled(fixture, 1))).isNotEqualTo(first);

    List<String> others = learnt(compiled(fixture, 2));
    assertThat(others).isNotEqualTo(first).noneMatch(line -> line.endsWith(",0.625"));
  }
}
