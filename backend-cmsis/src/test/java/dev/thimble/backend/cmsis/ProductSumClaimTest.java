package dev.thimble.backend.cmsis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.backend.Chip;
import dev.thimble.graph.Graph;
import dev.thimble.kernel.random.Chips;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.RandomGraphs;
import dev.thimble.kernel.random.RealisticGraphs;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.plan.KernelCost;
import dev.thimble.plan.Plan;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Firmware;
import dev.thimble.testing.LongSummary;
import dev.thimble.testing.Run;
import dev.thimble.testing.Target;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers in assembly: the interpreter's bits, and exactly the instructions that were predicted. */
final class ProductSumClaimTest {
  /** The call, before the first instruction of the step. */
  private static final int CALL = 1;

  private static final int LAYERS = 30;

  private final CmsisBackend backend = new CmsisBackend();
  private int layers;

  @ParameterizedTest
  @ValueSource(strings = {"rp2040", "stm32f103c8", "stm32l476", "nrf5340", "corstone-300"})
  void instructionsAreExact(String mcu) {
    Chip chip = Chips.of(backend, mcu);
    for (int i = 0; i < RealisticGraphs.COUNT; i++) {
      check(chip, "realistic network " + i, RealisticGraphs.of(i), "-Os", "-O2", "-O3");
    }
    for (int seed = 1000; layers < LAYERS; seed++) {
      check(chip, "seed " + seed, RandomGraphs.of(seed, 1), "-O2");
    }
    System.out.println("Layers in assembly on " + mcu + ", instructions as predicted: " + layers);
  }

  private void check(Chip chip, String name, Graph graph, String... levels) {
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
