package dev.thimble.backend.cmsis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.kernel.random.Chips;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.kernel.random.WordGraphs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Networks with results of 16 bits give on the simulator what the interpreter gives, in as many
 * instructions as predicted where there is assembly.
 */
class WordsTest {
  @ParameterizedTest
  @CsvSource({
    "20, stm32l476, true",
    "21, stm32l476, true",
    "22, stm32f103ze, true",
    "23, stm32l476, true",
    "24, stm32f103ze, true",
    "28, corstone-300, true",
    "29, rp2040, true",
    "32, rp2040, true",
    "36, rp2040, true"
  })
  void simulatorAgrees(long seed, String mcu, boolean assembly) throws Exception {
    TestModel model = TestModel.of(WordGraphs.of(seed));
    new Comparison("words " + seed, model, seed).twin();
    CmsisBackend backend = new CmsisBackend();
    ExactInstructions layers = new ExactInstructions(backend, Chips.of(backend, mcu));
    layers.check("words " + seed, model.graph(), "-O2");
    assertThat(layers.count() > 0).isEqualTo(assembly);
  }
}
