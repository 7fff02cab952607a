package dev.thimble.backend.avr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.backend.Chip;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.importer.classical.TreesBuilder;
import dev.thimble.kernel.random.Chips;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.kernel.random.TreeGraphs;
import dev.thimble.plan.KernelCost;
import dev.thimble.plan.Plan;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.LongSummary;
import dev.thimble.testing.Run;
import dev.thimble.testing.Target;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Trees as code: the interpreter's bits, flash as predicted, cycles within what was predicted. */
final class TreesClaimTest {
  /** Cycles of a vote of 16 bits, with a jump. */
  private static final int LEAF = 6;

  private static final List<List<float[]>> SAMPLES =
      List.of(List.of(new float[] {0, 0}), List.of(new float[] {16, 16}));

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

  /** Trees that ask the same: their code is hardly longer than one's. */
  @Test
  void treesShareComparisons() throws Exception {
    TestModel one = TestModel.of(TreeGraphs.quantised(alike(1), SAMPLES));
    TestModel four = TestModel.of(TreeGraphs.quantised(alike(4), SAMPLES));
    KernelCost single = one.plan(backend, chip).costs().get(0);
    KernelCost together = four.plan(backend, chip).costs().get(0);
    // Three more trees add three more leaves on each way, and no comparison.
    assertThat(together.cycles() - single.cycles()).isLessThanOrEqualTo(3 * LEAF);
    Comparison comparison = new Comparison("alike", four, 1);
    comparison.simulator(backend, "atmega328p", "-O2");
  }

  /** So many trees of two levels with equal questions, which vote for different classes. */
  private static Graph alike(int trees) throws Exception {
    TreesBuilder builder = new TreesBuilder(3);
    for (int t = 0; t < trees; t++) {
      builder.add(new TwoLevels(t));
    }
    return builder.graph(2, new float[3]);
  }

  /** Feature 0, then feature 1 below and feature 0 above. */
  private record TwoLevels(int number) implements TreesBuilder.Tree {
    @Override
    public boolean leaf(int node) {
      return node > 2;
    }

    @Override
    public int feature(int node) {
      return node == 1 ? 1 : 0;
    }

    @Override
    public double threshold(int node) {
      return node == 2 ? 9.5 : 3.5;
    }

    @Override
    public int left(int node) {
      return 2 * node + 1;
    }

    @Override
    public int right(int node) {
      return 2 * node + 2;
    }

    @Override
    public double[] value(int node) {
      double[] votes = new double[3];
      votes[(node + number) % 3] = 1;
      return votes;
    }
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
    KernelCost cost = plan.costs().get(0);
    int call = Core.of(chip).callCycles();
    List<KernelCost> known = claimed ? List.of(cost) : List.of();
    Run run = comparison.costs(target, BuildOptions.DEFAULT, known, call);
    LongSummary cycles = run.perStep().get("net_step_" + cost.name());
    System.out.printf(
        Locale.ROOT,
        "trees %d: %s, %d to %d cycles, at most %d%n",
        seed,
        claimed ? "code" : "tables",
        cycles.min() + call,
        cycles.max() + call,
        cost.cycles());
    return claimed;
  }
}
