package dev.thimble.backend.cmsis;

import dev.thimble.graph.Graph;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.random.ChannelGraphs;
import dev.thimble.kernel.random.Chips;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.kernel.sums.ProductSum;
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
    int sharing = 0;
    for (int seed = NETWORKS; sharing < NETWORKS / 2; seed++) {
      Graph graph = ChannelGraphs.of(seed);
      if (bringsChannels(graph, backend, mcu)) {
        layers.check("channels, seed " + seed, graph, "-O2");
        sharing++;
      }
    }
    System.out.printf(
        "Layers in assembly of networks with many channels on %s: %d%n", mcu, layers.count());
  }

  /** Whether there is assembly for a depthwise layer with several channels to an input. */
  private static boolean bringsChannels(Graph graph, CmsisBackend backend, String mcu) {
    Program program = TestModel.of(graph).program();
    return program.kernels().stream()
        .filter(kernel -> ProductSum.ofBytes(kernel).filter(sum -> sum.sharing() > 1).isPresent())
        .anyMatch(kernel -> !backend.claims(Chips.of(backend, mcu), kernel).isEmpty());
  }
}
