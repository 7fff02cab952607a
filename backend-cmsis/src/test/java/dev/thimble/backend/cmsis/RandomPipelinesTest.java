package dev.thimble.backend.cmsis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Executions;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.GeneratedTwin;
import dev.thimble.fixture.RandomPipeline;
import dev.thimble.testing.ModelCheck;
import dev.thimble.testing.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random steps with random numbers: Java against C, and any split into pushes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RandomPipelinesTest {
  private static final int PIPELINES = Integer.getInteger("thimble.pipelines", 12);
  private static final long SEED = Long.getLong("thimble.seed", 1);
  private static final int SIMULATED = 3;
  private static final int SAMPLES = 3_000;

  private ClassLoader loader;

  static IntStream pipelines() {
    return IntStream.range(0, PIPELINES);
  }

  private static RandomPipeline pipeline(int index) {
    return new RandomPipeline("Random" + index, SEED * 1_000 + index, "stm32l476");
  }

  @BeforeAll
  void compile(@TempDir Path folder) throws IOException {
    Fixture fixture = Fixture.in(folder);
    for (int i = 0; i < PIPELINES; i++) {
      fixture.java(pipeline(i).source());
      pipeline(i).data().forEach((name, file) -> fixture.data(name, file.bytes()));
    }
    Compiled compiled = fixture.javac();
    assertThat(compiled.errors()).as(() -> compiled.said().toString()).isEmpty();
    loader = compiled.loader();
  }

  @ParameterizedTest
  @MethodSource("pipelines")
  void javaAndCAgree(int index) throws Exception {
    RandomPipeline pipeline = pipeline(index);
    String name = "Random" + index;
    ModelCheck check = Executions.check(loader, name);
    assertThat(check.twinDiffers()).as(pipeline::toString).isEmpty();
    for (Target target : check.targets()) {
      boolean wanted = target.isHost() || index < SIMULATED;
      if (wanted && target.availability().isAvailable()) {
        assertThat(check.targetDiffers(target, "-O2"))
            .as(() -> target.name() + " of " + pipeline)
            .isEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pipelines")
  void howSamplesAreSplitDoesNotMatter(int index) {
    RandomPipeline pipeline = pipeline(index);
    Random random = new Random(index);
    short[] samples = new short[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      double loud = 8_000 * (1 + Math.sin(i / 250.0));
      samples[i] = (short) (loud * Math.sin(i * (0.1 + i / 9_000.0)) + 50 * random.nextGaussian());
    }
    List<String> one = split(pipeline, "Random" + index, samples, () -> 1);
    assertThat(one).as(pipeline::toString).isNotEmpty();
    for (int most : new int[] {3, 40}) {
      List<String> other =
          split(pipeline, "Random" + index, samples, () -> 1 + random.nextInt(most));
      assertThat(other).as(pipeline::toString).isEqualTo(one);
    }
  }

  private interface Piece {
    int length();
  }

  /** All results after each run that brought something new; pieces never hold two such runs. */
  private List<String> split(RandomPipeline pipeline, String name, short[] samples, Piece piece) {
    GeneratedTwin twin = GeneratedTwin.of(loader, name);
    List<String> results = new ArrayList<>();
    int at = 0;
    while (at < samples.length) {
      int end = Math.min(samples.length, at + Math.min(pipeline.run(), piece.length()));
      if (twin.push(Arrays.copyOfRange(samples, at, end))) {
        for (String step : pipeline.results()) {
          results.add(step + " " + Arrays.toString(twin.values(step)));
        }
      }
      at = end;
    }
    return results;
  }
}
