package dev.thimble.backend.cmsis;

import dev.thimble.backend.Chip;
import dev.thimble.kernel.random.Chips;
import dev.thimble.kernel.random.RandomGraphs;
import dev.thimble.kernel.random.RealisticGraphs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers in assembly: the interpreter's bits, and exactly the instructions that were predicted. */
final class ProductSumClaimTest {
  private static final int LAYERS = 30;

  private final CmsisBackend backend = new CmsisBackend();

  @ParameterizedTest
  @ValueSource(strings = {"rp2040", "stm32f103c8", "stm32l476", "nrf5340", "corstone-300"})
  void instructionsAreExact(String mcu) {
    Chip chip = Chips.of(backend, mcu);
    ExactInstructions layers = new ExactInstructions(backend, chip);
    for (int i = 0; i < RealisticGraphs.COUNT; i++) {
      layers.check("realistic network " + i, RealisticGraphs.of(i), "-Os", "-O2", "-O3");
    }
    for (int seed = 1000; layers.count() < LAYERS; seed++) {
      layers.checkAssembly("seed " + seed, RandomGraphs.of(seed, 1), "-O2");
    }
    System.out.println(
        "Layers in assembly on " + mcu + ", instructions as predicted: " + layers.count());
  }
}
