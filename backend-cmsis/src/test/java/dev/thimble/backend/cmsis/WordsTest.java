package dev.thimble.backend.cmsis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.backend.Backend;
import dev.thimble.backend.Chip;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.kernel.random.WordGraphs;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks with results of 16 bits give on the simulator what the interpreter gives. */
class WordsTest {
  @ParameterizedTest
  @ValueSource(longs = {20, 21, 22, 23})
  void simulatorAgrees(long seed) throws Exception {
    Backend backend = new CmsisBackend();
    Chip chip =
        backend.chips().stream().filter(c -> c.mcu().equals("stm32l476")).findFirst().orElseThrow();
    Comparison comparison =
        new Comparison("words " + seed, TestModel.of(WordGraphs.of(seed)), seed);
    comparison.twin();
    Target target = comparison.model().target(comparison.model().plan(backend, chip), false);
    assumeTrue(target.availability().isAvailable(), target.availability().reason());
    comparison.target(target, BuildOptions.DEFAULT.withOptimization("-O2"));
  }
}
