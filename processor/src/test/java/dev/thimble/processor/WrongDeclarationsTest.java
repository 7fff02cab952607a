package dev.thimble.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.Npz;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mistakes that would pass in silence, or with a message that does not say the way out. */
class WrongDeclarationsTest {
  private static final String SOURCE =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel(weights = "w.npz", calibration = "c.npz"%s)
      @Device(mcu = "host"%s)
      @Budget(ram = 2_000%s)
      final class M {
        @Input(shape = 4%s) Tensor x;
        @Dense(units = 3) Tensor scores;
      }
      """;

  @TempDir Path folder;

  private Compiled compiled(String model, String device, String budget, String input) {
    float[] pixels = new float[80];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i * 3;
    }
    int[] shape = {20, 4};
    return Fixture.in(folder)
        .java(SOURCE.formatted(model, device, budget, input))
        .data("w.npz", new Npz().random("scores.weight", 3, 4).bytes())
        .data("c.npz", new Npz().with("x", shape, pixels).bytes())
        .data("z.npz", new Npz().with("z", shape, pixels).bytes())
        .data(
            "rows.npz",
            new Npz().with("x", shape, pixels).with("y", new int[] {20, 3}, new float[60]).bytes())
        .data(
            "e.npz",
            new Npz().with("x", shape, pixels).with("y", new int[] {20}, new float[20]).bytes())
        .javac();
  }

  @Test
  void samplesOnAnotherScale() {
    Compiled clamped = compiled("", "", "", ", min = 0, max = 1");
    assertThat(clamped.errors()).isEmpty();
    assertThat(clamped.text("TM1307"))
        .contains("min = 0.0 and max = 1.0, but the samples of \"c.npz\" go from 0.0 to 237.0")
        .contains("99 % of the values are clamped");
    assertThat(compiled("", "", "", ", min = 0, max = 65_535").text("TM1307"))
        .contains("most integers are never used");
    assertThat(compiled("", "", "", ", min = 0, max = 255").text("TM1307")).startsWith("no TM1307");
  }

  @Test
  void clocksInMegahertz() {
    Compiled wrong = compiled("", ", clockHz = 16", "", "");
    assertThat(wrong.errors()).containsExactly("TM1017 M.java:6");
    assertThat(wrong.text("TM1017"))
        .contains("clockHz = 16 is out of range: clockHz, in hertz, is at least 1000");
    assertThat(compiled("", ", clockHz = 400_000_000_000L", "", "").errors()).isNotEmpty();
  }

  @Test
  void boardsInsteadOfChips() {
    assertThat(Boards.chip("Arduino Uno")).contains("atmega328p");
    assertThat(Boards.chip("Raspberry Pi Pico")).contains("rp2040");
    assertThat(Boards.chip("host")).isEmpty();
  }

  @Test
  void labelsAsRows() {
    Compiled rows = compiled(", evaluation = \"rows.npz\"", "", "", "");
    assertThat(rows.text("TM1215"))
        .contains("is 20x3. Expected is 20: the class of each sample, counted from 0")
        .contains("y.argmax(axis=1) makes classes of rows");
  }

  @Test
  void whatToSave() {
    assertThat(compiled(", evaluation = \"z.npz\"", "", "", "").text("TM1214"))
        .contains("has no array x. It has: z. Save it with numpy.savez(\"...\", x=...).");
  }

  @Test
  void aNetworkThatIsNotRightItself() {
    Compiled poor = compiled(", evaluation = \"e.npz\"", "", ", accuracy = 0.99", "");
    assertThat(poor.text("TM2106")).contains("the network itself misses the budget");
  }
}
