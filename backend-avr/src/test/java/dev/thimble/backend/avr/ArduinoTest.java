package dev.thimble.backend.avr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.Npz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The exported library's sketch, compiled as the Arduino tools do: with Debian's core, as C++, with
 * link-time optimisation and all warnings.
 */
final class ArduinoTest {
  private static final Path AVR = Path.of("/usr/share/arduino/hardware/arduino/avr");
  private static final Path CORE = AVR.resolve("cores/arduino");
  private static final List<String> FLAGS =
      List.of(
          "-c",
          "-Os",
          "-ffunction-sections",
          "-fdata-sections",
          "-flto",
          "-mmcu=atmega328p",
          "-DF_CPU=16000000L",
          "-DARDUINO=10819",
          "-DARDUINO_AVR_UNO",
          "-DARDUINO_ARCH_AVR",
          "-I" + CORE,
          "-I" + AVR.resolve("variants/standard"));

  /** The float.h of avr-gcc 5 has DECIMAL_DIG in C only. */
  private static final List<String> CPP =
      List.of(
          "-std=gnu++11",
          "-fno-exceptions",
          "-fno-threadsafe-statics",
          "-DDECIMAL_DIG=__DECIMAL_DIG__",
          "-x",
          "c++");

  private static final String MODEL =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel(weights = "w.npz", calibration = "c.npz")
      @Device(mcu = "atmega328p")
      final class Digits {
        @Input(shape = {8, 8, 1}) Tensor image;
        @Conv2D(filters = 6, kernel = 3, activation = Activation.RELU) Tensor edges;
        @Dense(units = 10) Tensor logits;
        @ArgMax Decision digit;
      }
      """;

  @TempDir Path folder;

  @Test
  void sketchLinks() throws IOException, InterruptedException {
    assumeTrue(Files.isDirectory(CORE), "no Arduino core; on Debian: apt install arduino-core-avr");
    Path library = export();
    List<Path> objects = new ArrayList<>();
    Path sketch = library.resolve("examples/Digits/Digits.ino");
    List<String> ino = new ArrayList<>(CPP);
    ino.addAll(List.of("-include", "Arduino.h", "-Wall", "-Wextra", "-Werror"));
    compile(objects, sketch, library, ino);
    List<String> strict = List.of("-x", "c++", "-Wall", "-Wextra", "-Werror");
    compile(objects, library.resolve("src/digits.c"), library, strict);
    try (Stream<Path> files = Files.list(CORE)) {
      for (Path file : files.sorted().toList()) {
        if (file.toString().matches(".*\\.(c|cpp)")) {
          compile(objects, file, library, file.toString().endsWith("c") ? List.of() : CPP);
        }
      }
    }
    Path elf = folder.resolve("sketch.elf");
    List<String> link = new ArrayList<>(List.of("avr-gcc", "-Os", "-flto", "-fuse-linker-plugin"));
    link.addAll(List.of("-Wl,--gc-sections", "-mmcu=atmega328p", "-o", elf.toString()));
    objects.forEach(object -> link.add(object.toString()));
    link.add("-lm");
    run(link);
    assertThat(run(List.of("avr-nm", elf.toString()))).contains(" digits_run", " main");
    System.out.println(run(List.of("avr-size", elf.toString())));
  }

  private Path export() throws IOException {
    Path exports = folder.resolve("exports");
    Compiled compiled =
        Fixture.in(folder)
            .java(MODEL)
            .data(
                "w.npz",
                new Npz()
                    .random("edges.weight", 6, 1, 3, 3)
                    .random("logits.weight", 10, 384)
                    .bytes())
            .data("c.npz", new Npz().random("x", 20, 8, 8, 1).bytes())
            .option("-Athimble.export=" + exports)
            .javac();
    assertThat(compiled.errors()).isEmpty();
    try (Stream<Path> libraries = Files.list(exports)) {
      return libraries.findFirst().orElseThrow();
    }
  }

  private void compile(List<Path> objects, Path source, Path library, List<String> flags)
      throws IOException, InterruptedException {
    Path object = folder.resolve(source.getFileName() + ".o");
    List<String> command = new ArrayList<>(List.of("avr-gcc"));
    command.addAll(FLAGS);
    if (!flags.contains("-Wall")) {
      command.add("-w"); // the core's own warnings are not ours
    }
    command.addAll(flags);
    command.addAll(List.of("-I" + library.resolve("src"), source.toString(), "-o"));
    command.add(object.toString());
    run(command);
    objects.add(object);
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as("%s%n%s", String.join(" ", command), output).isZero();
    return output;
  }
}
