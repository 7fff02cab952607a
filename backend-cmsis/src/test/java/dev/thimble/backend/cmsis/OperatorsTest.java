package dev.thimble.backend.cmsis;

import dev.thimble.importer.tflite.TinyPrograms;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.TestModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every operator of TensorFlow Lite, borders of unsigned bytes among them, on QEMU: what the
 * interpreter gives, which TinyOperatorsTest holds to the references.
 */
class OperatorsTest {
  @ParameterizedTest
  @ValueSource(strings = {"rp2040", "stm32l476", "corstone-300"})
  void simulatorsAgree(String mcu) throws Exception {
    int seed = 0;
    for (TestModel program : TinyPrograms.all(60)) {
      new Comparison("operators " + seed, program, seed).simulator(new CmsisBackend(), mcu, "-O2");
      seed++;
    }
  }
}
