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
import dev.thimble.testing.Firmware;
import dev.thimble.testing.LongSummary;
import dev.thimble.testing.Run;
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
    Plan plan = comparison.model().plan(backend, chip);
    List<KernelCost> exact = plan.costs().stream().filter(KernelCost::exact).toList();
    if (exact.isEmpty()) {
      return;
    }
    layers += exact.size();
    Target target = comparison.model().target(plan, false);
    assumeTrue(target.availability().isAvailable(), target.availability().reason());
    for (String level : levels) {
      BuildOptions options = BuildOptions.DEFAULT.withOptimization(level);
      comparison.target(target, options);
      try (Firmware firmware = target.build(options)) {
        Run run = firmware.run(comparison.samples().firmwareInputs(comparison.model().program()));
        for (KernelCost cost : exact) {
          LongSummary cycles = run.perStep().get("net_step_" + cost.name());
          assertThat(List.of(cycles.min() + CALL, cycles.max() + CALL))
              .as("cycles of %s of %s at %s", cost.name(), name, level)
              .isEqualTo(List.of(cost.cycles(), cost.cycles()));
        }
      }
    }
  }
}
