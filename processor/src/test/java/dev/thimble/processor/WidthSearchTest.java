package dev.thimble.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The search finds what trying every set of layers finds. */
class WidthSearchTest {
  private static final double MOST_OF_PAIRS = 0.003;

  /** Costs that nearly add up: each layer's own, and a little for pairs. */
  private static final class Network implements WidthSearch.Trials {
    private final double[] flash;
    private final double[] cycles;
    private final double[] noise;
    private final double pairs;
    private final double[] limits;
    private int trials;

    Network(Random random, int layers) {
      flash = random.doubles(layers, 10, 1000).toArray();
      cycles = random.doubles(layers, 10, 300).toArray();
      noise = random.doubles(layers, -4, -1).map(e -> Math.pow(10, e)).toArray();
      pairs = random.nextDouble() * MOST_OF_PAIRS;
      double half = 0;
      double slow = 0;
      for (int i = 0; i < layers; i++) {
        half += flash[i] / 2;
        slow += cycles[i];
      }
      limits = new double[] {half * (2 - random.nextDouble()), slow * (0.9 + random.nextDouble())};
    }

    @Override
    public WidthSearch.Outcome rough(Set<Integer> narrow) {
      return outcome(narrow);
    }

    @Override
    public WidthSearch.Outcome exact(Set<Integer> narrow) {
      trials++;
      return outcome(narrow);
    }

    WidthSearch.Outcome outcome(Set<Integer> narrow) {
      double bytes = 0;
      double time = 0;
      double sum = 1e-5;
      for (int i = 0; i < flash.length; i++) {
        boolean half = narrow.contains(i);
        bytes += half ? flash[i] / 2 : flash[i];
        time += half ? 1.5 * cycles[i] : cycles[i];
        sum += half ? noise[i] : 0;
      }
      int n = narrow.size();
      sum *= 1 + pairs * n * (n - 1) / 2;
      return new WidthSearch.Outcome(List.of(bytes / limits[0], time / limits[1]), 0, sum);
    }

    WidthSearch.Outcome best() {
      WidthSearch.Outcome best = outcome(Set.of());
      for (int bits = 1; bits < 1 << flash.length; bits++) {
        Set<Integer> narrow = new TreeSet<>();
        for (int i = 0; i < flash.length; i++) {
          if ((bits >> i & 1) != 0) {
            narrow.add(i);
          }
        }
        WidthSearch.Outcome other = outcome(narrow);
        boolean better =
            other.excess() < best.excess()
                || other.excess() == best.excess() && other.noise() < best.noise();
        best = better ? other : best;
      }
      return best;
    }
  }

  @Test
  void asGoodAsTryingAll() throws Exception {
    Random random = new Random(17);
    int fitting = 0;
    for (int run = 0; run < 400; run++) {
      Network network = new Network(random, 1 + random.nextInt(9));
      WidthSearch.Outcome best = network.best();
      WidthSearch.Found found = WidthSearch.search(network.flash.length, 0, network);
      // No more can be kept than bytes keep: where they fit, nothing else is tried.
      if (network.outcome(Set.of()).fits()) {
        assertThat(found.best().narrow()).isEmpty();
        continue;
      }
      assertThat(found.best().outcome().fits()).as("run %d", run).isEqualTo(best.fits());
      if (best.fits()) {
        fitting++;
        assertThat(found.best().outcome().noise()).isLessThanOrEqualTo(best.noise() * 1.05);
      }
      assertThat(network.trials).isLessThanOrEqualTo(25);
    }
    assertThat(fitting).isGreaterThan(100);
  }

  @Test
  void longSearchesAreAnnounced() {
    assertThat(WidthChoice.announcement("M", 1000, 4)).isEmpty();
    assertThat(WidthChoice.announcement("M", 30_000_000, 11).orElse(""))
        .startsWith("[TM2111] M: searching for the widths of 11 layers");
  }

  @Test
  void theSameTwice() throws Exception {
    assertThat(WidthSearch.search(8, 0, new Network(new Random(5), 8)))
        .isEqualTo(WidthSearch.search(8, 0, new Network(new Random(5), 8)));
  }
}
