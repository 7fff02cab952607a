package dev.thimble.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.quantize.Widths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The search finds what trying every choice of widths finds. */
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

    /**
     * A made-up network.
     *
     * @param right whether 8 bits everywhere are not right enough
     */
    Network(Random random, int layers, boolean right) {
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
      limits =
          new double[] {
            half * (2 - random.nextDouble()) * (right ? 1.2 : 1),
            slow * (0.9 + random.nextDouble()),
            right ? sum(all(layers, Widths.BYTE)) * (0.3 + 0.6 * random.nextDouble()) : 100
          };
    }

    private static List<Integer> all(int layers, int bits) {
      return Collections.nCopies(layers, bits);
    }

    @Override
    public WidthSearch.Outcome rough(List<Integer> widths) {
      // Accuracy is not measured.
      WidthSearch.Outcome exact = outcome(widths);
      return new WidthSearch.Outcome(exact.usages().subList(0, 2), 0, exact.noise());
    }

    @Override
    public WidthSearch.Outcome exact(List<Integer> widths) {
      trials++;
      return outcome(widths);
    }

    /** Results of 8 bits make a twentieth of the noise of weights of 4 bits. */
    private double sum(List<Integer> widths) {
      double sum = 1e-5;
      for (int i = 0; i < noise.length; i++) {
        sum += widths.get(i) == Widths.HALF ? noise[i] : 0;
        sum += widths.get(i) == Widths.WORD ? 0 : noise[i] / 20;
      }
      long n = widths.stream().filter(w -> w != Widths.BYTE).count();
      return sum * (1 + pairs * n * (n - 1) / 2);
    }

    WidthSearch.Outcome outcome(List<Integer> widths) {
      double bytes = 0;
      double time = 0;
      for (int i = 0; i < flash.length; i++) {
        int bits = widths.get(i);
        bytes +=
            bits == Widths.HALF ? flash[i] / 2 : bits == Widths.WORD ? flash[i] + 40 : flash[i];
        time += bits == Widths.BYTE ? cycles[i] : 1.5 * cycles[i];
      }
      double sum = sum(widths);
      return new WidthSearch.Outcome(
          List.of(bytes / limits[0], time / limits[1], sum / limits[2]), 0, sum);
    }

    /** All choices of these widths. */
    WidthSearch.Outcome best(int... options) {
      WidthSearch.Outcome best = outcome(all(flash.length, Widths.BYTE));
      int[] places = new int[flash.length];
      for (int n = 0; n < Math.pow(options.length, flash.length); n++) {
        List<Integer> widths = new ArrayList<>();
        for (int i = 0, rest = n; i < places.length; i++, rest /= options.length) {
          widths.add(options[rest % options.length]);
        }
        WidthSearch.Outcome other = outcome(widths);
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
      Network network = new Network(random, 1 + random.nextInt(9), false);
      WidthSearch.Outcome best = network.best(Widths.BYTE, Widths.HALF);
      WidthSearch.Found found = WidthSearch.search(network.flash.length, 0, false, network);
      // No more can be kept than bytes keep: where they fit, nothing else is tried.
      if (network.outcome(Network.all(network.flash.length, Widths.BYTE)).fits()) {
        assertThat(found.tried()).hasSize(1);
        continue;
      }
      assertThat(found.best().outcome().fits()).as("run %d", run).isEqualTo(best.fits());
      if (best.fits()) {
        fitting++;
        assertThat(found.best().outcome().noise()).isLessThanOrEqualTo(best.noise() * 1.05);
      }
      assertThat(network.trials).isLessThanOrEqualTo(26);
    }
    assertThat(fitting).isGreaterThan(100);
  }

  @Test
  void asGoodAsTryingAllWhereAccuracyNeeds16Bits() throws Exception {
    Random random = new Random(23);
    int fitting = 0;
    for (int run = 0; run < 300; run++) {
      Network network = new Network(random, 1 + random.nextInt(7), true);
      WidthSearch.Outcome narrow = network.best(Widths.BYTE, Widths.HALF);
      WidthSearch.Outcome best = network.best(Widths.WORD, Widths.BYTE, Widths.HALF);
      WidthSearch.Found found = WidthSearch.search(network.flash.length, 0, true, network);
      assertThat(narrow.fits()).isFalse();
      assertThat(found.best().outcome().fits()).as("run %d", run).isEqualTo(best.fits());
      if (best.fits()) {
        fitting++;
        assertThat(found.best().outcome().noise()).isLessThanOrEqualTo(best.noise() * 1.05);
        assertThat(found.best().layers(Widths.WORD)).isNotEmpty();
      }
      assertThat(network.trials).isLessThanOrEqualTo(51);
    }
    assertThat(fitting).isGreaterThan(60);
  }

  @Test
  void longSearchesAreAnnounced() {
    assertThat(WidthChoice.announcement("M", 1000, 4)).isEmpty();
    assertThat(WidthChoice.announcement("M", 30_000_000, 11).orElse(""))
        .startsWith("[TM2111] M: searching for the widths of 11 layers");
  }

  @Test
  void theSameTwice() throws Exception {
    assertThat(WidthSearch.search(8, 0, true, new Network(new Random(5), 8, true)))
        .isEqualTo(WidthSearch.search(8, 0, true, new Network(new Random(5), 8, true)));
  }
}
