package dev.thimble.backend.avr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.SignalModels;
import dev.thimble.fixture.Tones;
import dev.thimble.testing.Firmware;
import dev.thimble.testing.GeneratedModel;
import dev.thimble.testing.Prediction;
import dev.thimble.testing.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What models of signals begin with, and how they take samples: assembly does what portable C does
 * with the same instance, in the flash and on the stack that were predicted.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AroundTest {
  private static final Map<String, String> CHIPS =
      Map.of("Filters", "atmega328p", "Others", "atmega2560");

  /** Any number of samples at once, none and less than none too; the stack was painted before. */
  private static final String PROGRAM =
      """
      #include <avr/interrupt.h>
      #include <avr/io.h>
      #include <avr/sleep.h>
      #include <stdio.h>
      #include <string.h>
      #include "@name@.h"
      void plain_init(@name@_t *model);
      int plain_push(@name@_t *model, const int16_t *samples, int count);

      enum { DEEP = @DEEP@, MOST = 24 };
      static @name@_t own, plain;
      static int16_t samples[MOST];
      static unsigned deepest;

      static __attribute__((noinline)) int measured(int count)
      {
        volatile uint8_t *top = (volatile uint8_t *)SP;
        for (volatile uint8_t *p = top - DEEP; p <= top; p++) *p = 0x5a;
        int fresh = @name@_push(&own, samples, count);
        volatile uint8_t *used = top - DEEP;
        while (used <= top && *used == 0x5a) used++;
        unsigned depth = (unsigned)(top - used) + 1;
        deepest = depth > deepest ? depth : deepest;
        return fresh;
      }

      int main(void)
      {
        char text[40];
        unsigned wrong = 0, runs = 0;
        uint32_t state = 1;
        UCSR0B = _BV(TXEN0);
        memset(&own, 0x35, sizeof own);
        memset(&plain, 0x35, sizeof plain);
        @name@_init(&own);
        plain_init(&plain);
        wrong += memcmp(&own, &plain, sizeof own) != 0;
        for (int round = 0; round < @ROUNDS@; round++) {
          state = state * 1664525 + 1013904223;
          int count = (int)(state >> 24) % (MOST + 2) - 1;
          for (int i = 0; i < count; i++) {
            state = state * 1664525 + 1013904223;
            samples[i] = (int16_t)(state >> 16);
          }
          int fresh = measured(count);
          wrong += fresh != plain_push(&plain, samples, count);
          runs += fresh;
        }
        wrong += memcmp(&own, &plain, sizeof own) != 0;
        sprintf(text, "wrong %u ran %u deepest %u\\n", wrong, runs > 0, deepest);
        for (const char *c = text; *c; c++) {
          while (!(UCSR0A & _BV(UDRE0))) ;
          UDR0 = *c;
        }
        cli();
        sleep_mode();
        return 0;
      }
      """;

  private Path output;

  @BeforeAll
  void compile(@TempDir Path folder) throws IOException {
    Compiled compiled =
        Fixture.in(folder)
            .java(
                SignalModels.source(
                    "Filters",
                    List.of(chip("Filters")),
                    "@Pcm(rate = 500)",
                    SignalModels.slowFilters()))
            .java(
                SignalModels.source(
                    "Others",
                    List.of(chip("Others")),
                    "@Samples(rate = 100, channels = 2)",
                    SignalModels.others()))
            .javac();
    assertThat(compiled.errors()).as(() -> compiled.said().toString()).isEmpty();
    output = compiled.output();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Filters", "Others"})
  void doWhatPortableCodeDoes(String model, @TempDir Path c) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/simavr")), "no simavr");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/avr-gcc")), "no avr-gcc");
    String chip = chip(model);
    Path made = folder(model).resolve(chip);
    Prediction predicted = prediction(model);
    long stack = predicted.value(Prediction.MODEL, "stack").orElseThrow();
    String name = model.toLowerCase(Locale.ROOT);
    String program =
        PROGRAM
            .replace("@name@", name)
            .replace("@DEEP@", Long.toString(stack + 40))
            .replace("@ROUNDS@", "100");
    Files.writeString(c.resolve("main.c"), program);
    String plain =
        "avr-gcc -mmcu=%s -O2 -c %s/%s.c -o plain.o -D%s_PORTABLE -D%s_init=plain_init"
            + " -D%s_push=plain_push -D%s_run=plain_run";
    String macro = name.toUpperCase(Locale.ROOT);
    assertThat(Tones.run(c, plain.formatted(chip, made, name, macro, name, name, name).split(" ")))
        .endsWith("exit 0");
    String own = "avr-gcc -mmcu=%s -O2 -Wall -I%s main.c %s/%s.c plain.o -o a.elf";
    assertThat(Tones.run(c, own.formatted(chip, made, made, name).split(" "))).endsWith("exit 0");
    assertThat(Tones.run(c, "simavr", "-m", chip, "-f", "16000000", "a.elf"))
        .contains("wrong 0 ran 1 deepest " + stack);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Filters", "Others"})
  void takeTheFlashThatWasPredicted(String model) throws IOException {
    long flash = prediction(model).value(Prediction.MODEL, "flash").orElseThrow();
    GeneratedModel generated = GeneratedModel.read(folder(model));
    Target target = generated.targets().stream().filter(each -> !each.isHost()).findFirst().get();
    assumeTrue(target.availability().isAvailable(), target.availability().reason());
    for (String options : List.of("-Os", "-O2", "-O3", "-Os -x c++", "-O2 -x c++")) {
      try (Firmware firmware = target.build(CompilersTest.options(options))) {
        assertThat((long) firmware.sizes().modelFlash())
            .as("%s %s", model, options)
            .isEqualTo(flash);
      }
    }
  }

  private static String chip(String model) {
    return CHIPS.get(model);
  }

  private Path folder(String model) {
    return output.resolve("META-INF/thimble/ex." + model);
  }

  private Prediction prediction(String model) throws IOException {
    Path file = folder(model).resolve(chip(model)).resolve(Prediction.FILE_NAME);
    return Prediction.fromText(Files.readString(file));
  }
}
