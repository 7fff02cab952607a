package dev.thimble.backend.cmsis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Executions;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.GeneratedTwin;
import dev.thimble.fixture.Npz;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From samples to decisions: the twin, the C on the host, and the simulated chips. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignalModelTest {
  private static final String WORD =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel(weights = "w.npz", calibration = "d.npz")
      @Device(mcu = "stm32l476")
      @Device(mcu = "nrf51822")
      final class Word {
        @Pcm(rate = 16_000)                                          Signal audio;
        @MicroFrontend(hopMillis = 20)                               Signal spectrum;
        @Recent(frames = 4, hop = 2)                                 Tensor window;
        @Dense(units = 3)                                            Tensor scores;
        @ArgMax(labels = {"none", "stop", "go"})                     Decision word;
      }
      """;

  private static final String GESTURE =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel(weights = "g.npz", calibration = "e.npz")
      @Device(mcu = "stm32l476")
      final class Gesture {
        @Samples(rate = 25, channels = 3)                            Signal imu;
        @Recent(frames = 10, hop = 4)                                Tensor window;
        @Dense(units = 5, activation = Activation.RELU)              Tensor hidden;
        @Dense(units = 4)                                            Tensor logits;
        @ArgMax                                                      Decision gesture;
      }
      """;

  /** The convolutions run on new frames only. */
  private static final String PHRASE =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel(weights = "p.npz", calibration = "f.npz")
      @Device(mcu = "stm32l476")
      @Device(mcu = "corstone-300")
      final class Phrase {
        @Pcm(rate = 16_000)                                          Signal audio;
        @LogSpectrum(size = 256, hop = 128, bands = 10, lowHz = 200, highHz = 4_000) Signal bands;
        @Recent(frames = 11, hop = 2)                                Tensor window;
        @Reshape({11, 1, 10})                                        Tensor frames;
        @Conv2D(filters = 6, kernel = {3, 1}, padding = Padding.VALID, activation = Activation.RELU)
                                                                     Tensor sounds;
        @DepthwiseConv2D(kernel = {3, 1}, stride = {2, 1}, padding = Padding.VALID)
                                                                     Tensor syllables;
        @GlobalAveragePool                                           Tensor summary;
        @Dense(units = 3)                                            Tensor scores;
        @Softmax                                                     Tensor shares;
        @Detect(label = 2, threshold = 0.5, smoothMillis = 50, refractoryMillis = 200) Decision found;
      }
      """;

  /** A run brings four readings; rows of the convolutions are computed once. */
  private static final String MOVES =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel(weights = "m.npz", calibration = "n.npz")
      @Device(mcu = "stm32l476")
      final class Moves {
        @Samples(rate = 50, channels = 3)                            Signal imu;
        @Recent(frames = 24, hop = 4)                                Tensor window;
        @Reshape({24, 1, 3})                                         Tensor rows;
        @Conv2D(filters = 6, kernel = {4, 1}, stride = {2, 1}, padding = Padding.VALID,
            activation = Activation.RELU)                            Tensor edges;
        @DepthwiseConv2D(kernel = {3, 1}, padding = Padding.VALID)   Tensor shapes;
        @GlobalAveragePool                                           Tensor summary;
        @Dense(units = 4)                                            Tensor scores;
        @Vote(over = 2)                                              Decision move;
      }
      """;

  private static final int SECONDS = 2;

  private ClassLoader loader;
  private Path output;

  @BeforeAll
  void compile(@TempDir Path folder) throws IOException {
    Compiled compiled =
        Fixture.in(folder)
            .java(WORD)
            .java(GESTURE)
            .java(PHRASE)
            .java(MOVES)
            .data(
                "m.npz",
                new Npz()
                    .random("edges.weight", 6, 3, 4, 1)
                    .random("edges.bias", 6)
                    .random("shapes.weight", 6, 1, 3, 1)
                    .random("shapes.bias", 6)
                    .random("scores.weight", 4, 6)
                    .random("scores.bias", 4)
                    .bytes())
            .data("n.npz", new Npz().random("window", 20, 24, 3).bytes())
            .data(
                "p.npz",
                new Npz()
                    .random("sounds.weight", 6, 10, 3, 1)
                    .random("sounds.bias", 6)
                    .random("syllables.weight", 6, 1, 3, 1)
                    .random("syllables.bias", 6)
                    .random("scores.weight", 3, 6)
                    .random("scores.bias", 3)
                    .bytes())
            .data("f.npz", new Npz().random("window", 20, 11, 10).bytes())
            .data(
                "w.npz", new Npz().random("scores.weight", 3, 160).random("scores.bias", 3).bytes())
            .data("d.npz", new Npz().random("window", 20, 4, 40).bytes())
            .data(
                "g.npz",
                new Npz()
                    .random("hidden.weight", 5, 30)
                    .random("hidden.bias", 5)
                    .random("logits.weight", 4, 5)
                    .random("logits.bias", 4)
                    .bytes())
            .data("e.npz", new Npz().random("x", 20, 10, 3).bytes())
            .javac();
    assertThat(compiled.errors()).isEmpty();
    output = compiled.output();
    loader = compiled.loader();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Word", "Gesture", "Phrase", "Moves"})
  void allTargetsAgreeWithTheTwinRunByRun(String model) throws Exception {
    Executions.agree(loader, model);
  }

  @ParameterizedTest
  @CsvSource({"Phrase, sounds, syllables", "Moves, edges, shapes"})
  void convolutionsSeeEachFrameOnce(String model, String first, String second) {
    String name = model.toLowerCase(Locale.ROOT);
    assertThat(output.resolve("META-INF/thimble/ex." + model + "/stm32l476/" + name + ".c"))
        .content()
        .contains(name + "_step_" + first + "_row", name + "_step_" + second + "_row")
        .doesNotContain(name + "_step_window(");
  }

  private static short[] sound(int count) {
    Random random = new Random(3);
    short[] samples = new short[count];
    for (int i = 0; i < count; i++) {
      double loud = 4000 * (1 + Math.sin(i / 2500.0));
      samples[i] = (short) (loud * Math.sin(i * (0.1 + i / 90_000.0)) + 50 * random.nextGaussian());
    }
    return samples;
  }

  /** The decisions of one stream, pushed in pieces of random length. */
  private List<Integer> decisions(String model, String step, short[] samples, long seed, int most) {
    GeneratedTwin twin = GeneratedTwin.of(loader, model);
    Random random = new Random(seed);
    List<Integer> decisions = new ArrayList<>();
    for (int at = 0; at < samples.length; ) {
      int end = Math.min(samples.length, at + 1 + random.nextInt(most));
      if (twin.push(Arrays.copyOfRange(samples, at, end))) {
        decisions.add((int) twin.values(step)[0]);
      }
      at = end;
    }
    return decisions;
  }

  @Test
  void howSamplesAreSplitDoesNotMatter() {
    short[] samples = sound(SECONDS * 16_000);
    List<Integer> one = decisions("Word", "word", samples, 0, 1);
    // 480 samples to the first frame, 320 to each further one, 4 frames, then every second.
    assertThat(one).hasSize(((SECONDS * 16_000 - 480) / 320 + 1 - 4) / 2 + 1);
    assertThat(one).contains(0, 1);
    for (int seed = 1; seed < 12; seed++) {
      assertThat(decisions("Word", "word", samples, seed, 320)).isEqualTo(one);
      assertThat(decisions("Gesture", "gesture", samples, seed, 12))
          .hasSize((32_000 / 3 - 10) / 4 + 1);
      assertThat(decisions("Moves", "move", samples, seed, 12))
          .isEqualTo(decisions("Moves", "move", samples, 0, 1));
    }
  }

  @ParameterizedTest
  @CsvSource({"Word, word, 320", "Moves, move, 12"})
  void pushInCGivesTheTwinsDecisions(String model, String step, int largest) throws Exception {
    String name = model.toLowerCase(Locale.ROOT);
    short[] samples = sound(SECONDS * 16_000);
    ByteBuffer bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(samples);
    Path generated = output.resolve("META-INF/thimble/ex." + model + "/stm32l476");
    Path c = Files.createDirectory(output.resolve("push" + model));
    for (String file : List.of(name + ".c", name + ".h")) {
      Files.copy(generated.resolve(file), c.resolve(file));
    }
    Files.write(c.resolve("samples.raw"), bytes.array());
    Files.writeString(
        c.resolve("main.c"),
        """
        #include "@NAME@.h"
        #include <stdio.h>
        #include <stdlib.h>

        static @NAME@_t model;

        int main(int argc, char **argv)
        {
          int16_t piece[320];
          FILE *file = fopen("samples.raw", "rb");
          int most = atoi(argv[1]);
          @NAME@_init(&model);
          for (int n = 1; (int) fread(piece, 2, (size_t) n, file) == n; n = 1 + (n * 7 + 3) % most) {
            if (@NAME@_push(&model, piece, n)) {
              printf("%d\\n", *@NAME@_@STEP@(&model));
            }
          }
          return argc - 2;
        }
        """
            .replace("@NAME@", name)
            .replace("@STEP@", step));
    String cc = Files.isExecutable(Path.of("/usr/bin/cc")) ? "cc" : "gcc";
    assumeTrue(Files.isExecutable(Path.of("/usr/bin", cc)), "no C compiler");
    run(c, cc, "-std=c99", "-Wall", "-Werror", "-O1", "-o", "pushed", "main.c", name + ".c");
    List<Integer> expected = decisions(model, step, samples, 0, 1);
    assertThat(new HashSet<>(expected)).hasSizeGreaterThan(1);
    for (int most : List.of(1, 7, largest)) {
      String said = run(c, "./pushed", String.valueOf(most));
      List<Integer> decisions = said.lines().map(Integer::valueOf).toList();
      // The last piece may be cut off.
      assertThat(decisions.size()).isBetween(expected.size() - 1, expected.size());
      assertThat(decisions).isEqualTo(expected.subList(0, decisions.size()));
    }
  }

  private static String run(Path folder, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
