package dev.thimble.backend.cmsis;

import dev.thimble.kernel.random.Predictions;
import dev.thimble.kernel.random.RandomGraphs;
import dev.thimble.kernel.random.RealisticGraphs;
import org.junit.jupiter.api.Test;

/** What is predicted is enough: flash, RAM and stack, for random layers and for networks. */
final class PredictionsTest {
  private static final int NETWORKS = 5;
  private static final int LAYERS = 25;

  /** On ARMv7-M and later, newlib's memcpy lies on a multiple of 64 bytes. */
  private static final int MEMCPY = 64;

  @Test
  void cortexM0() {
    check("nrf51822", 1);
  }

  @Test
  void cortexM4() {
    check("stm32l476", MEMCPY);
  }

  @Test
  void cortexM55() {
    check("corstone-300", MEMCPY);
  }

  private static void check(String mcu, int grain) {
    Predictions random = new Predictions(new CmsisBackend(), mcu, grain);
    for (int seed = 7000; seed < 7000 + LAYERS; seed++) {
      random.check("layer " + seed, RandomGraphs.of(seed, 1));
    }
    for (int seed = 8000; seed < 8000 + NETWORKS; seed++) {
      random.check("network " + seed, RandomGraphs.of(seed, 14));
    }
    System.out.println(random.summary() + ", random");
    Predictions real = new Predictions(new CmsisBackend(), mcu, grain);
    for (int i = 0; i < RealisticGraphs.COUNT; i++) {
      real.check("realistic network " + i, RealisticGraphs.of(i));
    }
    System.out.println(real.summary() + ", realistic");
  }
}
