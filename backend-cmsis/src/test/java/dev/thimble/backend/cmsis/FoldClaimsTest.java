package dev.thimble.backend.cmsis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.graph.ShapeException;
import dev.thimble.kernel.random.Chips;
import dev.thimble.kernel.random.FoldGraphs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pooling, means, extremes and pairs in assembly: the interpreter's bits, and exactly the
 * instructions that were predicted.
 */
final class FoldClaimsTest {
  private static final int NETWORKS = Integer.getInteger("thimble.networks", 4);

  @ParameterizedTest
  @ValueSource(strings = {"rp2040", "stm32f103c8", "stm32l476", "corstone-300"})
  void instructionsAreExact(String mcu) throws ShapeException {
    CmsisBackend backend = new CmsisBackend();
    ExactInstructions layers = new ExactInstructions(backend, Chips.of(backend, mcu));
    int first = Integer.getInteger("thimble.first", 0);
    for (int seed = first; seed < first + NETWORKS; seed++) {
      layers.check("folds " + seed, FoldGraphs.of(seed), seed % 2 == 0 ? "-O2" : "-Os");
      layers.check("words " + seed, FoldGraphs.ofWords(seed), seed % 2 == 0 ? "-O2" : "-Os");
    }
    assertThat(layers.count()).isGreaterThan(3 * NETWORKS);
    System.out.printf("Folds on %s, instructions as predicted: %d%n", mcu, layers.count());
  }
}
