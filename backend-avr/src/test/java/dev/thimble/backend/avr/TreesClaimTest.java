package dev.thimble.backend.avr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.backend.Chip;
import dev.thimble.diagnostic.Problem;
import dev.thimble.kernel.random.Chips;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.kernel.random.TreeGraphs;
import dev.thimble.plan.KernelCost;
import dev.thimble.plan.Plan;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Firmware;
import dev.thimble.testing.LongSummary;
import dev.thimble.testing.Run;
import dev.thimble.testing.Target;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Trees as code: the interpreter's bits, flash as predicted, cycles within what was predicted. */
final class TreesClaimTest {
  private static final int CALL = 4;

  private final AvrBackend backend = new AvrBackend();
  private final Chip chip = Chips.of(backend, "atmega328p");

  @Test
  void cyclesLieWithinThePrediction() throws Problem {
    int claimed = 0;
    for (long seed : new long[] {1, 2, 3, 4, 6, 8, 9, 12}) {
      claimed += check(seed) ? 1 : 0;
    }
    assertThat(claimed).isGreaterThan(3);
  }

  private boolean check(long seed) throws Problem {
    Comparison comparison =
        new Comparison("trees " + seed, TestModel.of(TreeGraphs.of(seed)), seed);
    Plan plan = comparison.model().plan(backend, chip);
    boolean claimed =
        plan.claim(plan.program().kernels().get(0))
            .filter(claim -> claim.summary().contains("as code"))
            .isPresent();
    Target target = comparison.model().target(plan, false);
    assumeTrue(target.availability().isAvailable(), target.availability().reason());
    comparison.target(target, BuildOptions.DEFAULT.withOptimization("-Os"));
    try (Firmware firmware = target.build(BuildOptions.DEFAULT)) {
      Run run = firmware.run(comparison.samples().firmwareInputs(comparison.model().program()));
      KernelCost cost = plan.costs().get(0);
      LongSummary cycles = run.perStep().get("net_step_" + cost.name());
      if (claimed) {
        assertThat(cycles.max() + CALL).isLessThanOrEqualTo(cost.cycles());
        assertThat(cycles.min() + CALL)
            .isGreaterThanOrEqualTo(
                plan.claim(plan.program().kernels().get(0)).orElseThrow().cost().leastCycles());
      }
      System.out.printf(
          Locale.ROOT,
          "trees %d: %s, %d to %d cycles, at most %d%n",
          seed,
          claimed ? "code" : "tables",
          cycles.min() + CALL,
          cycles.max() + CALL,
          cost.cycles());
    }
    return claimed;
  }
}
