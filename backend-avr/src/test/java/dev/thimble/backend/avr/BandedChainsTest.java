package dev.thimble.backend.avr;

import dev.thimble.Optimise;
import dev.thimble.kernel.random.BandedChains;
import dev.thimble.kernel.random.BandedChains.Banded;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.Predictions;
import org.junit.jupiter.api.Test;

/**
 * Chains of layers in bands: the same bits under simavr, and what is predicted exactly is exact.
 */
class BandedChainsTest {
  private static final int CHAINS = Integer.getInteger("thimble.chains", 4);

  @Test
  void avrAgrees() {
    AvrBackend backend = new AvrBackend();
    Predictions predictions = new Predictions(backend, "atmega328p", 1);
    long seed = 0;
    for (Banded one : BandedChains.of(13, CHAINS)) {
      new Comparison(one.name(), one.bands(), seed++).simulator(backend, "atmega328p", "-Os");
      predictions.check(one.name(), one.bands(), Optimise.BALANCED);
    }
    System.out.println(predictions.summary() + ", in bands");
  }
}
