package dev.thimble.backend.avr;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.backend.Backend;
import dev.thimble.backend.Chip;
import dev.thimble.diagnostic.Problem;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.kernel.random.TreeGraphs;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random trees models give on the simulator what the interpreter gives. */
class TreesTest {
  @ParameterizedTest
  @ValueSource(longs = {10, 11, 12, 13, 14})
  void simavrAgrees(long seed) throws Problem {
    Backend backend = new AvrBackend();
    Chip chip =
        backend.chips().stream()
            .filter(c -> c.mcu().equals("atmega328p"))
            .findFirst()
            .orElseThrow();
    Comparison comparison =
        new Comparison("trees " + seed, TestModel.of(TreeGraphs.of(seed)), seed);
    Target target = comparison.model().target(comparison.model().plan(backend, chip), false);
    assumeTrue(target.availability().isAvailable(), target.availability().reason());
    for (String level : new String[] {"-Os", "-O2"}) {
      comparison.target(target, BuildOptions.DEFAULT.withOptimization(level));
    }
  }
}
