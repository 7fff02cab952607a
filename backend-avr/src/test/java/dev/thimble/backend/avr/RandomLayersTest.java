package dev.thimble.backend.avr;

import dev.thimble.kernel.random.RandomLayers;
import org.junit.jupiter.api.Test;

/**
 * Random layers give the same bits on simavr as in the interpreter, at every level of the compiler.
 */
final class RandomLayersTest {
  @Test
  void simavrAgrees() {
    RandomLayers.compare(new AvrBackend(), "atmega328p", 102, "-Os", "-O2", "-O3");
  }
}
