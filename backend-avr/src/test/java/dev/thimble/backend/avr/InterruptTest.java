package dev.thimble.backend.avr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.GeneratedTwin;
import dev.thimble.fixture.Tones;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A timer's interrupt on a simulated ATmega328P pushes sample by sample. */
class InterruptTest {
  /** A sample each 5 ms: the run within the interrupt is over before the next one is due. */
  private static final String PROGRAM =
      """
      #include <avr/interrupt.h>
      #include <avr/io.h>
      #include <avr/pgmspace.h>
      #include <avr/sleep.h>
      #include <stdio.h>
      #include "ears.h"

      static const int16_t samples[] PROGMEM = {@SAMPLES@};
      static const uint8_t expected[] PROGMEM = {@EXPECTED@};
      static ears_t model;
      static volatile uint16_t next;
      static uint8_t runs, wrong, late;

      ISR(TIMER1_COMPA_vect)
      {
        int16_t sample = (int16_t) pgm_read_word(&samples[next]);
        if (ears_push(&model, &sample, 1)) {
          wrong += *ears_sounds(&model) != pgm_read_byte(&expected[runs]);
          runs++;
        }
        late += (TIFR1 >> OCF1A) & 1;
        next++;
        if (next == @COUNT@) TCCR1B = 0;
      }

      static void say(const char *text)
      {
        for (; *text; text++) {
          while (!(UCSR0A & _BV(UDRE0))) ;
          UDR0 = *text;
        }
      }

      int main(void)
      {
        char text[40];
        UCSR0B = _BV(TXEN0);
        ears_init(&model);
        OCR1A = 9999;
        TIMSK1 = _BV(OCIE1A);
        TCCR1B = _BV(WGM12) | _BV(CS11);
        sei();
        while (next < @COUNT@) ;
        cli();
        sprintf(text, "runs %u wrong %u late %u\\n", runs, wrong, late);
        say(text);
        sleep_mode();
        return 0;
      }
      """;

  @Test
  void decidesAsTheTwinDoes(@TempDir Path folder) throws Exception {
    boolean there = Files.isExecutable(Path.of("/usr/bin/simavr"));
    assumeTrue(there && Files.isExecutable(Path.of("/usr/bin/avr-gcc")), "no avr-gcc and simavr");
    Compiled compiled = Fixture.in(folder).java(Tones.source("atmega328p")).javac();
    assertThat(compiled.errors()).as(() -> compiled.said().toString()).isEmpty();
    Tones tones = new Tones(GeneratedTwin.of(compiled.loader(), "Ears"));
    assertThat(tones.decisions()).contains(0L, 1L);
    Path c = compiled.output().resolve("META-INF/thimble/ex.Ears/atmega328p");
    Files.writeString(c.resolve("main.c"), tones.program(PROGRAM));
    String[] build = {
      "avr-gcc", "-mmcu=atmega328p", "-O2", "-Wall", "main.c", "ears.c", "-o", "a.elf"
    };
    assertThat(Tones.run(c, build)).endsWith("exit 0");
    assertThat(Tones.run(c, "simavr", "-m", "atmega328p", "-f", "16000000", "a.elf"))
        .contains("runs " + tones.decisions().size() + " wrong 0 late 0");
  }
}
