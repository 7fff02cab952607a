package dev.thimble.backend.avr;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.backend.Backend;
import dev.thimble.backend.Chip;
import dev.thimble.diagnostic.Problem;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.RecurrentGraphs;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Target;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random recurrent layers give on the simulator what the interpreter gives. */
class RecurrenceTest {
  static LongStream seeds() {
    return LongStream.range(0, RecurrentGraphs.kinds() + 2L);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void simavrAgrees(long seed) throws Problem {
    Backend backend = new AvrBackend();
    Chip chip =
        backend.chips().stream()
            .filter(c -> c.mcu().equals("atmega328p"))
            .findFirst()
            .orElseThrow();
    Comparison comparison =
        new Comparison("recurrence " + seed, TestModel.of(RecurrentGraphs.of(seed)), seed);
    Target target = comparison.model().target(comparison.model().plan(backend, chip), false);
    assumeTrue(target.availability().isAvailable(), target.availability().reason());
    comparison.target(target, BuildOptions.DEFAULT.withOptimization("-Os"));
  }
}
