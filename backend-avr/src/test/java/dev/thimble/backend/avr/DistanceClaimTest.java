package dev.thimble.backend.avr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.backend.Chip;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.kernel.random.Chips;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.KMeansGraphs;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.plan.KernelCost;
import dev.thimble.plan.Plan;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Run;
import dev.thimble.testing.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Distances in assembly: the interpreter's bits, and exactly the cycles that were predicted. */
final class DistanceClaimTest {
  private final AvrBackend backend = new AvrBackend();
  private final Chip chip = Chips.of(backend, "atmega328p");

  @Test
  void cyclesAreExact() throws Problem {
    int exact = 0;
    for (long seed : new long[] {1, 2, 4, 5, 7, 8}) {
      exact += check("seed " + seed, KMeansGraphs.of(seed)).isEmpty() ? 0 : 1;
    }
    assertThat(exact).isEqualTo(6);
  }

  /** The target of the nearest centre of ten in 64 dimensions: 7,694 cycles by hand. */
  @Test
  void tenCentresOf64WholeNumbers() throws Problem {
    Random random = new Random(3);
    float[] centres = new float[640];
    for (int i = 0; i < centres.length; i++) {
      centres[i] = random.nextFloat() * 15.9f;
    }
    List<List<float[]>> samples = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      float[] x = new float[64];
      for (int k = 0; k < x.length; k++) {
        x[k] = random.nextInt(17);
      }
      samples.add(List.of(x));
    }
    List<KernelCost> costs = check("64 x 10", KMeansGraphs.of(centres, 10, samples));
    System.out.println("nearest of 10 centres in 64 dimensions: " + costs.get(0).cycles());
    assertThat(costs.get(0).cycles()).isLessThan(7_400);
  }

  private List<KernelCost> check(String name, Graph graph) {
    Comparison comparison = new Comparison(name, TestModel.of(graph), 1);
    Plan plan = comparison.model().plan(backend, chip);
    List<KernelCost> exact = plan.costs().stream().filter(KernelCost::exact).toList();
    Target target = comparison.model().target(plan, false);
    assumeTrue(target.availability().isAvailable(), target.availability().reason());
    comparison.target(target, BuildOptions.DEFAULT.withOptimization("-Os"));
    Run run = comparison.costs(target, BuildOptions.DEFAULT, exact, Core.of(chip).callCycles());
    System.out.println(name + ": " + run.perStep());
    assertThat(exact).allMatch(cost -> cost.leastCycles() == cost.cycles());
    return exact;
  }
}
