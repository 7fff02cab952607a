package dev.thimble.backend.cmsis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.graph.ShapeException;
import dev.thimble.kernel.random.Chips;
import dev.thimble.kernel.random.MoveGraphs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Moves in assembly: the interpreter's bits, and exactly the instructions that were predicted. */
final class MoveClaimTest {
  private static final int NETWORKS = Integer.getInteger("thimble.networks", 4);

  @ParameterizedTest
  @ValueSource(strings = {"rp2040", "stm32f103c8", "stm32l476", "corstone-300"})
  void instructionsAreExact(String mcu) throws ShapeException {
    CmsisBackend backend = new CmsisBackend();
    ExactInstructions layers = new ExactInstructions(backend, Chips.of(backend, mcu));
    for (int seed = 0; seed < NETWORKS; seed++) {
      layers.check("moves " + seed, MoveGraphs.of(seed), seed % 2 == 0 ? "-O2" : "-Os");
    }
    assertThat(layers.count()).isGreaterThan(3 * NETWORKS);
    System.out.printf("Moves on %s, instructions as predicted: %d%n", mcu, layers.count());
  }
}
