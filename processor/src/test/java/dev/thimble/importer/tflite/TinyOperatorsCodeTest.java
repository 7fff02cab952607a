package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.testing.BuildOptions;
import org.junit.jupiter.api.Test;

/**
 * The models of TinyOperators side by side in a few programs: the Java twin and the C on this host
 * give what the interpreter gives, which TinyOperatorsTest holds to the references. The backends'
 * tests run the same programs on simulators.
 */
class TinyOperatorsCodeTest {
  @Test
  void twinAndCodeAgree() throws Problem {
    int seed = 0;
    for (TestModel program : TinyPrograms.all(60)) {
      Comparison comparison = new Comparison("operators " + seed, program, seed++);
      comparison.twin();
      comparison.host(
          BuildOptions.DEFAULT
              .withOptimization("-O0")
              .withSanitizers("undefined", "address")
              .withModelFlags("-std=c99", "-Wall", "-Wextra", "-Wconversion", "-Werror"));
    }
  }
}
