package dev.thimble.backend.cmsis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.GeneratedTwin;
import dev.thimble.fixture.Tones;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SysTick on a simulated Cortex-M4 pushes sample by sample; then it fills a buffer in two halves as
 * a DMA would, and the main loop pushes the half that is full.
 */
class InterruptTest {
  private static final String PROGRAM =
      """
      #include "arm_semihosting.h"
      #include "ears.h"
      #include <stdio.h>

      #define SYST ((volatile uint32_t *) 0xe000e010)
      #define HALF 7

      extern uint32_t thimble_stack_top[];
      void thimble_reset(void);
      void thimble_fault(void);

      static const int16_t samples[] = {@SAMPLES@};
      static const uint8_t expected[] = {@EXPECTED@};
      static ears_t model;
      static volatile unsigned next, half, lost, halves;
      static unsigned runs, wrong;
      static int16_t buffer[2 * HALF];

      static void push(const int16_t *from, int count)
      {
        if (ears_push(&model, from, count)) {
          wrong += *ears_sounds(&model) != expected[runs];
          runs++;
        }
      }

      static void tick(void)
      {
        if (next == @COUNT@) return;
        if (!halves) {
          push(&samples[next], 1);
        } else {
          unsigned at = next % (2 * HALF);
          buffer[at] = samples[next];
          if (at % HALF == HALF - 1) {
            lost += half != 0;
            half = at < HALF ? 1 : 2;
          }
        }
        next++;
      }

      __attribute__((aligned(128))) static const void *const vectors[16] = {
        thimble_stack_top, thimble_reset, thimble_fault, thimble_fault, thimble_fault, thimble_fault,
        thimble_fault, thimble_fault, 0, 0, 0, 0, 0, 0, 0, tick
      };

      static void report(const char *how)
      {
        char text[80];
        sprintf(text, "%s: runs %u wrong %u lost %u\\n", how, runs, wrong, lost);
        semihosting_print(text);
      }

      static void begin(unsigned by_halves)
      {
        SYST[0] = 0;
        runs = wrong = 0;
        next = half = 0;
        halves = by_halves;
        ears_init(&model);
        SYST[1] = 19999;
        SYST[2] = 0;
        SYST[0] = 7;
      }

      int main(void)
      {
        *(volatile uint32_t *) 0xe000ed08 = (uint32_t) vectors;
        begin(0);
        while (next < @COUNT@) ;
        report("by samples");
        begin(1);
        while (next < @COUNT@ || half) {
          if (half) {
            const int16_t *ready = half == 1 ? buffer : buffer + HALF;
            half = 0;
            push(ready, HALF);
          }
        }
        push(buffer + (@COUNT@ / HALF % 2) * HALF, @COUNT@ % HALF);
        report("by halves");
        return 0;
      }
      """;

  @Test
  void decidesAsTheTwinDoes(@TempDir Path folder) throws Exception {
    ArmPrograms.assumeAvailable();
    Compiled compiled = Fixture.in(folder).java(Tones.source("stm32l476")).javac();
    assertThat(compiled.errors()).as(() -> compiled.said().toString()).isEmpty();
    Tones tones = new Tones(GeneratedTwin.of(compiled.loader(), "Ears"));
    Path c = compiled.output().resolve("META-INF/thimble/ex.Ears/stm32l476");
    Files.writeString(c.resolve("main.c"), tones.program(PROGRAM));
    String options = "-mcpu=cortex-m4 -mthumb -mfloat-abi=hard -mfpu=fpv4-sp-d16 -O2 -w";
    String board = "mps2-an386 -icount shift=5";
    int runs = tones.decisions().size();
    assertThat(ArmPrograms.run(c, options, board, "main.c", "ears.c"))
        .contains("by samples: runs " + runs + " wrong 0 lost 0")
        .contains("by halves: runs " + runs + " wrong 0 lost 0");
  }
}
