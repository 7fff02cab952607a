package dev.thimble.backend.avr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.backend.Chip;
import dev.thimble.diagnostic.Problem;
import dev.thimble.kernel.random.Chips;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.NeighbourGraphs;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.plan.KernelCost;
import dev.thimble.plan.Plan;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Run;
import dev.thimble.testing.Target;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Neighbours in assembly: the interpreter's bits, and cycles within what was predicted. */
final class NeighboursClaimTest {
  private final AvrBackend backend = new AvrBackend();
  private final Chip chip = Chips.of(backend, "atmega328p");

  @Test
  void randomPoints() throws Problem {
    long[] seeds = LongStream.range(0, Integer.getInteger("thimble.layers", 14)).toArray();
    int own = 0;
    for (long seed : seeds) {
      own += check(seed) ? 1 : 0;
    }
    assertThat(own).isGreaterThanOrEqualTo(seeds.length / 3);
  }

  /** Whether neighbours have a claim of their own. */
  private boolean check(long seed) throws Problem {
    Comparison comparison =
        new Comparison("neighbours " + seed, TestModel.of(NeighbourGraphs.of(seed)), seed);
    Plan plan = comparison.model().plan(backend, chip);
    KernelCost cost =
        plan.costs().stream().filter(c -> c.name().equals("scores")).findFirst().orElseThrow();
    Target target = comparison.model().target(plan, false);
    assumeTrue(target.availability().isAvailable(), target.availability().reason());
    comparison.target(target, BuildOptions.DEFAULT.withOptimization("-O2"));
    Run run =
        comparison.costs(target, BuildOptions.DEFAULT, List.of(cost), Core.of(chip).callCycles());
    assertThat(run.stackBytes().orElseThrow()).isLessThanOrEqualTo(plan.stackBytes());
    return NeighboursClaim.of(
            Core.of(chip),
            comparison.model().program().kernels().stream()
                .filter(k -> k.name().equals("scores"))
                .findFirst()
                .orElseThrow())
        .isPresent();
  }
}
