package dev.thimble.backend.avr;

import dev.thimble.importer.tflite.TinyPrograms;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.TestModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every operator of TensorFlow Lite, borders of unsigned bytes among them, on simavr: what the
 * interpreter gives, which TinyOperatorsTest holds to the references.
 */
class OperatorsTest {
  private static final String MEMORY = "lstm";

  /**
   * What is looked at on the chip that has the least, memories among them: avr-gcc 5.4 overwrites
   * half of a pointer where several calls of steps with ten arrays follow each other.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "unsigned",
        "unsigned_picture",
        "unsigned_wide",
        "lstm",
        "lstm_clip",
        "lstm_int16"
      })
  void smallChipAgrees(String name) throws Exception {
    new Comparison(name, TinyPrograms.one(name), 8)
        .simulator(new AvrBackend(), "atmega328p", "-Os", "-O2");
  }

  @Test
  void largeChipAgrees() throws Exception {
    int seed = 0;
    for (TestModel program : TinyPrograms.all(20, name -> !name.startsWith(MEMORY))) {
      new Comparison("operators " + seed, program, seed)
          .simulator(new AvrBackend(), "atmega2560", "-Os");
      seed++;
    }
  }
}
