package dev.thimble.backend.avr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.Npz;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Constants that instructions cannot reach are an error, not a wrong answer. */
final class ConstantsLimitTest {
  private static final String SOURCE =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel(weights = "w.npz", calibration = "c.npz")
      @Device(mcu = "atmega2560")
      final class M {
        @Input(shape = 260) Tensor x;
        @Dense(units = 250) Tensor y;
      }
      """;

  @TempDir Path folder;

  @Test
  void moreThanSixtyFourKilobytes() throws IOException {
    Compiled compiled =
        Fixture.in(folder)
            .java(SOURCE)
            .data("w.npz", new Npz().random("y.weight", 250, 260).bytes())
            .data("c.npz", new Npz().random("x", 8, 260).bytes())
            .javac();
    assertThat(compiled.errors()).containsExactly("TM2104 M.java:6");
    assertThat(compiled.text("TM2104")).contains("flash for constants of 64,512 bytes is exceeded");
  }
}
