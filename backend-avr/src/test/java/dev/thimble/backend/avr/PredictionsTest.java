package dev.thimble.backend.avr;

import dev.thimble.Optimise;
import dev.thimble.kernel.random.Predictions;
import dev.thimble.kernel.random.RandomGraphs;
import dev.thimble.kernel.random.RealisticGraphs;
import org.junit.jupiter.api.Test;

/** What is predicted is enough: flash, RAM and stack, for random layers and for networks. */
final class PredictionsTest {
  private static final int NETWORKS = 8;
  private static final int LAYERS = 34;

  @Test
  void atmega328p() {
    Predictions random = new Predictions(new AvrBackend(), "atmega328p", 1);
    for (int seed = 7000; seed < 7000 + LAYERS; seed++) {
      random.check("layer " + seed, RandomGraphs.of(seed, 1));
    }
    for (int seed = 8000; seed < 8000 + NETWORKS; seed++) {
      random.check("network " + seed, RandomGraphs.of(seed, 14));
    }
    System.out.println(random.summary() + ", random");
    Predictions real = new Predictions(new AvrBackend(), "atmega328p", 1);
    for (int i = 0; i < RealisticGraphs.COUNT; i++) {
      real.check("realistic network " + i, RealisticGraphs.of(i));
    }
    System.out.println(real.summary() + ", realistic");
  }

  /** Also where portable C stands beside assembly, because it is smaller. */
  @Test
  void smallest() {
    Predictions small = new Predictions(new AvrBackend(), "atmega328p", 1);
    for (int i = 0; i < RealisticGraphs.COUNT; i++) {
      small.check("small realistic network " + i, RealisticGraphs.of(i), Optimise.SIZE);
    }
    System.out.println(small.summary() + ", small");
  }
}
