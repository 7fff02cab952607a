package dev.thimble.backend.avr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.backend.Chip;
import dev.thimble.graph.Graph;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.RandomGraphs;
import dev.thimble.kernel.random.RealisticGraphs;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.plan.Plan;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Firmware;
import dev.thimble.testing.Run;
import dev.thimble.testing.Target;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On every chip the interpreter's bits, and exactly what was predicted where that is exact. */
final class ChipsTest {
  /** Flash and RAM that the program around the model takes. */
  private static final int HARNESS_FLASH = 1500;

  private static final int HARNESS_RAM = 100;
  private static final int LAYERS = 3;

  static Stream<Chip> chips() {
    return new AvrBackend().chips().stream();
  }

  @ParameterizedTest
  @MethodSource("chips")
  void agree(Chip chip) {
    int exact = 0;
    int run = 0;
    for (int i : new int[] {4}) {
      run += check(chip, "network " + i, RealisticGraphs.of(i)) > 0 ? 1 : 0;
    }
    for (int seed = 500; exact < LAYERS && seed < 560; seed++) {
      int result = check(chip, "seed " + seed, RandomGraphs.of(seed, 1));
      run += result > 0 ? 1 : 0;
      exact += result > 1 ? 1 : 0;
    }
    System.out.printf("%s: %d models, %d single layers exact%n", chip.mcu(), run, exact);
    assertThat(exact).isEqualTo(LAYERS);
  }

  /** 0: does not fit, 1: agrees, 2: and all figures are exact. */
  private static int check(Chip chip, String name, Graph graph) {
    Comparison comparison = new Comparison(name, TestModel.of(graph), 1);
    Plan plan = comparison.model().plan(new AvrBackend(), chip);
    boolean fits =
        plan.flashBytes() + HARNESS_FLASH <= chip.flashBytes()
            && plan.ramBytes() + HARNESS_RAM <= chip.ramBytes();
    if (!fits) {
      return 0;
    }
    Target target = comparison.model().target(plan, false);
    assumeTrue(target.availability().isAvailable(), target.availability().reason());
    comparison.target(target, BuildOptions.DEFAULT.withOptimization("-Os"));
    if (!plan.exact()) {
      return 1;
    }
    String what = name + " on " + chip.mcu();
    try (Firmware firmware = target.build(BuildOptions.DEFAULT)) {
      Run run = firmware.run(comparison.samples().firmwareInputs(comparison.model().program()));
      assertThat((long) firmware.sizes().modelFlash()).as(what).isEqualTo(plan.flashBytes());
      assertThat(run.stackBytes().orElse(0)).as(what).isEqualTo(plan.stackBytes());
      assertThat(run.total().min()).as(what).isGreaterThanOrEqualTo(plan.leastCycles());
      assertThat(run.total().max()).as(what).isLessThanOrEqualTo(plan.cycles());
    }
    return 2;
  }
}
