package dev.thimble.backend.avr;

import dev.thimble.diagnostic.Problem;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.KMeansGraphs;
import dev.thimble.kernel.random.TestModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random k-means models give on the simulator what the interpreter gives. */
class KMeansTest {
  @ParameterizedTest
  @ValueSource(longs = {10, 11, 12, 13})
  void simavrAgrees(long seed) throws Problem {
    Comparison comparison =
        new Comparison("k-means " + seed, TestModel.of(KMeansGraphs.of(seed)), seed);
    comparison.simulator(new AvrBackend(), "atmega328p", "-Os", "-O2");
  }
}
