package dev.thimble.kernel.random;

import dev.thimble.diagnostic.Problem;
import dev.thimble.testing.BuildOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nearest neighbours: the twin and the C are the interpreter's. */
class NeighboursTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 6, 13})
  void twinAndHostAgreeWithTheInterpreter(long seed) throws Problem {
    Comparison comparison =
        new Comparison("neighbours " + seed, TestModel.of(NeighbourGraphs.of(seed)), seed);
    comparison.twin();
    comparison.host(
        BuildOptions.DEFAULT.withSanitizers("undefined", "address").withOptimization("-O1"));
  }
}
