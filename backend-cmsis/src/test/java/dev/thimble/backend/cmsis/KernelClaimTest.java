package dev.thimble.backend.cmsis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Cell;
import dev.thimble.graph.Graph;
import dev.thimble.kernel.random.Chips;
import dev.thimble.kernel.random.RecurrentGraphs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recurrent layers: the interpreter's bits, and exactly the instructions that were predicted. */
final class KernelClaimTest {
  private static final int NETWORKS =
      Integer.getInteger("thimble.networks", RecurrentGraphs.kinds());

  /** Longer rows than the random ones have. */
  private static final int INPUTS = 37;

  private static final int UNITS = 19;

  @ParameterizedTest
  @ValueSource(strings = {"rp2040", "stm32f103c8", "stm32l476", "corstone-300"})
  void instructionsAreExact(String mcu) throws Problem {
    CmsisBackend backend = new CmsisBackend();
    ExactInstructions layers = new ExactInstructions(backend, Chips.of(backend, mcu));
    for (long seed = 0; seed < NETWORKS; seed++) {
      // All cells; every other one with weights of four bits.
      Graph layer = RecurrentGraphs.of(seed + RecurrentGraphs.kinds() * (seed % 2));
      layers.check("layer " + seed, layer, seed % 2 == 0 ? "-O2" : "-Os");
    }
    layers.check("long rows", RecurrentGraphs.sized(Cell.LSTM, INPUTS, UNITS), "-O2");
    assertThat(layers.count()).isGreaterThan(NETWORKS);
    System.out.printf(
        "Recurrent layers on %s, instructions as predicted: %d%n", mcu, layers.count());
  }
}
