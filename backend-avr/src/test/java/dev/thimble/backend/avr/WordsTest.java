package dev.thimble.backend.avr;

import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.kernel.random.WordGraphs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks with results of 16 bits give on the simulator what the interpreter gives. */
class WordsTest {
  @ParameterizedTest
  @ValueSource(longs = {20, 21, 22, 23})
  void simulatorAgrees(long seed) throws Exception {
    Comparison comparison =
        new Comparison("words " + seed, TestModel.of(WordGraphs.of(seed)), seed);
    comparison.twin();
    comparison.simulator(new AvrBackend(), "atmega328p", "-O2");
  }
}
