package dev.thimble.backend.cmsis;

import dev.thimble.Optimise;
import dev.thimble.kernel.random.BandedChains;
import dev.thimble.kernel.random.BandedChains.Banded;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.Predictions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chains of layers in bands: the same bits under QEMU, within what is predicted. */
class BandedChainsTest {
  private static final int CHAINS = Integer.getInteger("thimble.chains", 3);

  @ParameterizedTest
  @CsvSource({"nrf51822, 1", "stm32l476, 64", "corstone-300, 64"})
  void coresAgree(String mcu, int grain) {
    CmsisBackend backend = new CmsisBackend();
    Predictions predictions = new Predictions(backend, mcu, grain);
    long seed = 0;
    for (Banded one : BandedChains.of(mcu.hashCode(), CHAINS)) {
      new Comparison(one.name(), one.bands(), seed++).simulator(backend, mcu, "-O2");
      predictions.check(one.name(), one.bands(), Optimise.BALANCED);
    }
    System.out.println(predictions.summary() + ", in bands");
  }
}
