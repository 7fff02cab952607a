package dev.thimble.backend.cmsis;

import dev.thimble.kernel.random.RandomLayers;
import org.junit.jupiter.api.Test;

/** Random layers give the same bits under QEMU as in the interpreter. */
final class RandomLayersTest {
  @Test
  void cortexM0Agrees() {
    RandomLayers.compare(new CmsisBackend(), "nrf51822", 68, "-Os");
  }

  @Test
  void cortexM4Agrees() {
    RandomLayers.compare(new CmsisBackend(), "stm32l476", 68, "-O2");
  }

  @Test
  void cortexM55Agrees() {
    RandomLayers.compare(new CmsisBackend(), "corstone-300", 68, "-O3");
  }
}
