package dev.thimble.backend.cmsis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.HostTwin;
import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.Gaussians;
import dev.thimble.fixture.GeneratedTwin;
import dev.thimble.fixture.Npz;
import dev.thimble.fixture.Tones;
import dev.thimble.testing.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where users put what: constants and code in sections of their own, and two models that run in
 * turn on a simulated Cortex-M7 in the same memory.
 */
class PlacementTest {
  private static final String OPTIONS =
      "-mcpu=cortex-m7 -mthumb -mfloat-abi=hard -mfpu=fpv5-d16 -O2 -Wall -Wextra -Werror";

  private static final String SOURCE =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel(weights = "w.npz", calibration = "c.npz")
      @Device(mcu = "stm32h743")
      final class %s {
        @Input(shape = {%d, %d, 4}) Tensor x;
        @Conv2D(filters = 8, kernel = 3) Tensor wide;
        @Dense(units = 5) Tensor y;
      }
      """;

  private static final String PROGRAM =
      """
      #include "arm_semihosting.h"
      #include "one.h"
      #include "two.h"
      #include <stdio.h>
      #include <string.h>

      _Static_assert(ONE_KEPT_BYTES + TWO_KEPT_BYTES == 0, "each needs its own memory");
      static const int8_t inputs1[][ONE_X_BYTES] = {@ONE_INPUTS@};
      static const int8_t outputs1[][ONE_Y_BYTES] = {@ONE_OUTPUTS@};
      static const int8_t inputs2[][TWO_X_BYTES] = {@TWO_INPUTS@};
      static const int8_t outputs2[][TWO_Y_BYTES] = {@TWO_OUTPUTS@};
      static union {
        one_t one;
        two_t two;
      } arena;

      int main(void)
      {
        unsigned wrong = 0;
        one_init(&arena.one);
        two_init(&arena.two);
        for (int i = 0; i < @RUNS@; i++) {
          memcpy(one_x(&arena.one), inputs1[i], ONE_X_BYTES);
          one_run(&arena.one);
          wrong += memcmp(one_y(&arena.one), outputs1[i], ONE_Y_BYTES) != 0;
          memcpy(two_x(&arena.two), inputs2[i], TWO_X_BYTES);
          two_run(&arena.two);
          wrong += memcmp(two_y(&arena.two), outputs2[i], TWO_Y_BYTES) != 0;
        }
        char text[80];
        sprintf(text, "wrong %u of %u, %u bytes\\n", wrong, 2 * @RUNS@, (unsigned)sizeof arena);
        semihosting_print(text);
        return 0;
      }
      """;

  private static final int RUNS = 10;

  @TempDir Path folder;

  @BeforeEach
  void simulated() {
    ArmPrograms.assumeAvailable();
  }

  @Test
  void constantsAndCodeLieInSections() throws Exception {
    Path c = Files.createDirectories(folder.resolve("c"));
    model("One", 6, c);
    List<String> build = new ArrayList<>(List.of("arm-none-eabi-gcc"));
    build.addAll(List.of(OPTIONS.split(" ")));
    build.add("-DONE_CONSTANT=__attribute__((section(\".itcm_data\")))");
    build.add("-DONE_CODE=__attribute__((section(\".itcm\")))");
    build.addAll(List.of("-c", "one.c", "-o", "one.o"));
    assertThat(Tones.run(c, build.toArray(String[]::new))).endsWith("exit 0");
    String sizes = Tones.run(c, "arm-none-eabi-size", "-A", "one.o");
    assertThat(size(sizes, ".text")).isZero();
    assertThat(size(sizes, ".rodata")).isZero();
    String csv = Files.readString(c.resolve(Prediction.FILE_NAME));
    int predicted = (int) Prediction.fromText(csv).value(Prediction.MODEL, "flash").orElseThrow();
    int placed = size(sizes, ".itcm") + size(sizes, ".itcm_data");
    assertThat(placed).isBetween(predicted * 9 / 10, predicted * 11 / 10);
  }

  @Test
  void modelsInOneUnionRunInTurn() throws Exception {
    Path c = Files.createDirectories(folder.resolve("c"));
    String program = PROGRAM.replace("@RUNS@", String.valueOf(RUNS));
    program = filled(program, "ONE", 6, model("One", 6, c));
    program = filled(program, "TWO", 9, model("Two", 9, c));
    Files.writeString(c.resolve("main.c"), program);
    int larger = Math.max(ram(c, "one"), ram(c, "two"));
    assertThat(ArmPrograms.run(c, OPTIONS, "mps2-an500", "main.c", "one.c", "two.c"))
        .contains("wrong 0 of " + 2 * RUNS + ", " + larger + " bytes");
  }

  /** A model that listens keeps what it heard. */
  @Test
  void thoseWithAMemorySaySo() throws IOException {
    Compiled compiled = Fixture.in(folder).java(Tones.source("stm32h743")).javac();
    Path header = compiled.output().resolve("META-INF/thimble/ex.Ears/stm32h743/ears.h");
    assertThat(Files.readString(header))
        .contains("no other model may lie in the same memory")
        .containsPattern("#define EARS_KEPT_BYTES [1-9]");
  }

  private static int size(String sizes, String section) {
    return sizes
        .lines()
        .map(line -> line.trim().split(" +"))
        .filter(words -> words[0].equals(section))
        .mapToInt(words -> Integer.parseInt(words[1]))
        .sum();
  }

  private static int ram(Path c, String name) throws IOException {
    String start = "#define " + name.toUpperCase(Locale.ROOT) + "_RAM_BYTES ";
    return Files.readAllLines(c.resolve(name + ".h")).stream()
        .filter(line -> line.startsWith(start))
        .mapToInt(line -> Integer.parseInt(line.substring(start.length())))
        .findFirst()
        .orElseThrow();
  }

  /** Compiles a model, puts its C into a folder, and gives its twin. */
  private HostTwin model(String name, int size, Path c) throws IOException {
    Random random = new Random(size);
    Npz weights =
        new Npz()
            .with("wide.weight", new int[] {8, 4, 3, 3}, Gaussians.of(random, 8 * 4 * 9))
            .with(
                "y.weight", new int[] {5, 8 * size * size}, Gaussians.of(random, 40 * size * size));
    int[] shape = {20, size, size, 4};
    Compiled compiled =
        Fixture.in(Files.createDirectories(folder.resolve(name)))
            .java(SOURCE.formatted(name, size, size))
            .data("w.npz", weights.bytes())
            .data(
                "c.npz",
                new Npz().with("x", shape, Gaussians.of(random, 20 * size * size * 4)).bytes())
            .javac();
    assertThat(compiled.errors()).as(() -> compiled.said().toString()).isEmpty();
    Path made = compiled.output().resolve("META-INF/thimble/ex." + name + "/stm32h743");
    try (var files = Files.list(made)) {
      for (Path file : files.toList()) {
        Files.copy(file, c.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return GeneratedTwin.of(compiled.loader(), name).host();
  }

  private static String filled(String program, String name, int size, HostTwin twin) {
    Random random = new Random(5);
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      byte[] input = new byte[size * size * 4];
      random.nextBytes(input);
      twin.infer(input);
      inputs.add(row(input));
      outputs.add(row(twin.outputs()));
    }
    return program
        .replace("@" + name + "_INPUTS@", String.join(", ", inputs))
        .replace("@" + name + "_OUTPUTS@", String.join(", ", outputs));
  }

  private static String row(byte[] values) {
    return IntStream.range(0, values.length)
        .mapToObj(i -> String.valueOf(values[i]))
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
