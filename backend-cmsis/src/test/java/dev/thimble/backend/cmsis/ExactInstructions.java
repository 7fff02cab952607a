package dev.thimble.backend.cmsis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.backend.Chip;
import dev.thimble.graph.Graph;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.plan.KernelCost;
import dev.thimble.plan.Plan;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Target;
import java.util.List;

/** Compares networks with the interpreter, and executed instructions with what was predicted. */
final class ExactInstructions {
  /** The call, before the first instruction of the step. */
  private static final int CALL = 1;

  private final CmsisBackend backend;
  private final Chip chip;
  private int layers;

  ExactInstructions(CmsisBackend backend, Chip chip) {
    this.backend = backend;
    this.chip = chip;
  }

  /** Layers in assembly so far. */
  int count() {
    return layers;
  }

  /** Compares a network at some of the compiler's levels. */
  void check(String name, Graph graph, String... levels) {
    Comparison comparison = new Comparison(name, TestModel.of(graph), 1);
    check(comparison, comparison.model().plan(backend, chip), levels);
  }

  /** The same where some layer is in assembly; else nothing. */
  void checkAssembly(String name, Graph graph, String... levels) {
    Comparison comparison = new Comparison(name, TestModel.of(graph), 1);
    Plan plan = comparison.model().plan(backend, chip);
    if (plan.costs().stream().anyMatch(KernelCost::exact)) {
      check(comparison, plan, levels);
    }
  }

  private void check(Comparison comparison, Plan plan, String... levels) {
    List<KernelCost> exact = plan.costs().stream().filter(KernelCost::exact).toList();
    assertThat(exact).allMatch(cost -> cost.leastCycles() == cost.cycles());
    layers += exact.size();
    Target target = comparison.model().target(plan, false);
    assumeTrue(target.availability().isAvailable(), target.availability().reason());
    for (String level : levels) {
      BuildOptions options = BuildOptions.DEFAULT.withOptimization(level);
      comparison.target(target, options);
      comparison.costs(target, options, exact, CALL);
    }
  }
}
