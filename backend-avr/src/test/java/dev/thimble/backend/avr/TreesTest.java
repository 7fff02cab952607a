package dev.thimble.backend.avr;

import dev.thimble.diagnostic.Problem;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.kernel.random.TreeGraphs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random trees models give on the simulator what the interpreter gives. */
class TreesTest {
  @ParameterizedTest
  @ValueSource(longs = {10, 11, 12, 13, 14})
  void simavrAgrees(long seed) throws Problem {
    Comparison comparison =
        new Comparison("trees " + seed, TestModel.of(TreeGraphs.of(seed)), seed);
    comparison.simulator(new AvrBackend(), "atmega328p", "-Os", "-O2");
  }
}
