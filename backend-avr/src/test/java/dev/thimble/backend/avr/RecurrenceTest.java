package dev.thimble.backend.avr;

import dev.thimble.diagnostic.Problem;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.RecurrentGraphs;
import dev.thimble.kernel.random.TestModel;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random recurrent layers give on the simulator what the interpreter gives. */
class RecurrenceTest {
  static LongStream seeds() {
    return LongStream.range(0, 2L * RecurrentGraphs.kinds() + 2);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void simavrAgrees(long seed) throws Problem {
    Comparison comparison =
        new Comparison("recurrence " + seed, TestModel.of(RecurrentGraphs.of(seed)), seed);
    comparison.simulator(new AvrBackend(), "atmega328p", "-Os");
  }
}
