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
      @Device(mcu = "%s")
      final class M {
        @Input(shape = %d) Tensor x;
        @Dense(units = %d) Tensor y;
      }
      """;

  @TempDir Path folder;

  /** These chips have {@code elpm}. */
  @Test
  void moreThanSixtyFourKilobytes() throws IOException {
    assertThat(compiled("atmega2560", 260, 250).errors()).isEmpty();
    assertThat(compiled("atmega1284p", 260, 250).errors()).isEmpty();
  }

  @Test
  void coresWithoutLongAddresses() throws IOException {
    Compiled compiled = compiled("atmega644", 260, 246);
    assertThat(compiled.errors()).containsExactly("TM2104 M.java:6");
    assertThat(compiled.text("TM2104")).contains("flash for constants of 64,512 bytes is exceeded");
  }

  @Test
  void moreThanTheFlash() throws IOException {
    Compiled compiled = compiled("atmega1284p", 370, 360);
    assertThat(compiled.errors()).containsExactly("TM2104 M.java:6");
    assertThat(compiled.text("TM2104")).contains("flash of 131,072 bytes is exceeded");
  }

  private Compiled compiled(String mcu, int inputs, int units) throws IOException {
    return Fixture.in(folder)
        .java(SOURCE.formatted(mcu, inputs, units))
        .data("w.npz", new Npz().random("y.weight", units, inputs).bytes())
        .data("c.npz", new Npz().random("x", 8, inputs).bytes())
        .javac();
  }
}
