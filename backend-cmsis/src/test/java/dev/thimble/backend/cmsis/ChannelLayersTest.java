package dev.thimble.backend.cmsis;

import dev.thimble.kernel.random.ChannelGraphs;
import dev.thimble.kernel.random.Chips;
import org.junit.jupiter.api.Test;

/** Networks of many channels: the interpreter's bits, and exactly the instructions predicted. */
final class ChannelLayersTest {
  private static final int NETWORKS = Integer.getInteger("thimble.networks", 5);

  @Test
  void cortexM0() {
    check("rp2040");
  }

  @Test
  void cortexM3() {
    check("stm32f103ze");
  }

  @Test
  void cortexM4() {
    check("stm32l476");
  }

  @Test
  void cortexM55() {
    check("corstone-300");
  }

  private static void check(String mcu) {
    CmsisBackend backend = new CmsisBackend();
    ExactInstructions layers = new ExactInstructions(backend, Chips.of(backend, mcu));
    for (int seed = 0; seed < NETWORKS; seed++) {
      layers.check("channels, seed " + seed, ChannelGraphs.of(seed), "-O2");
    }
    System.out.printf(
        "Layers in assembly of networks with many channels on %s: %d%n", mcu, layers.count());
  }
}
