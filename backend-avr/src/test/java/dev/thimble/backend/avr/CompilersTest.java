package dev.thimble.backend.avr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.Optimise;
import dev.thimble.backend.Chip;
import dev.thimble.diagnostic.Problem;
import dev.thimble.kernel.random.Chips;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.RandomGraphs;
import dev.thimble.kernel.random.RealisticGraphs;
import dev.thimble.kernel.random.RecurrentGraphs;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.plan.Plan;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Firmware;
import dev.thimble.testing.Run;
import dev.thimble.testing.Target;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Cycles and stack are those that were predicted, as C and as C++, with and without link-time
 * optimisation. {@code -Dthimble.avr-gcc=<path>} takes another compiler than the installed one.
 */
final class CompilersTest {
  private final AvrBackend backend = new AvrBackend();
  private final Chip chip = Chips.of(backend, "atmega328p");

  @ParameterizedTest
  @ValueSource(strings = {"-Os", "-O2 -flto", "-Os -flto -x c++", "-O3 -x c++"})
  void agree(String options) {
    Comparison comparison = new Comparison(options, TestModel.of(RealisticGraphs.of(5)), 1);
    for (Optimise optimise : List.of(Optimise.BALANCED, Optimise.SPEED)) {
      agrees(comparison, optimise, options);
    }
  }

  /** Layers that keep states from one run to the next, some of which begin with a table. */
  @ParameterizedTest
  @ValueSource(strings = {"-Os", "-O2 -flto", "-O2 -x c++", "-O3"})
  void states(String options) throws Problem {
    int stateful = 0;
    for (int seed = 0; seed < RecurrentGraphs.kinds(); seed++) {
      TestModel model = TestModel.of(RecurrentGraphs.of(seed));
      stateful += model.program().states().isEmpty() ? 0 : 1;
      agrees(new Comparison("seed " + seed, model, 1), Optimise.BALANCED, options);
    }
    assertThat(stateful).isPositive();
  }

  private void agrees(Comparison comparison, Optimise optimise, String options) {
    Plan plan = comparison.model().plan(backend, chip, optimise);
    assertThat(plan.exact()).isTrue();
    Target target = comparison.model().target(plan, false);
    assumeTrue(target.availability().isAvailable(), target.availability().reason());
    try (Firmware firmware = target.build(options(options))) {
      Run run = firmware.run(comparison.samples().firmwareInputs(comparison.model().program()));
      assertThat(List.of(run.total().min(), run.total().max()))
          .as("cycles with %s", options)
          .isEqualTo(List.of(plan.leastCycles(), plan.cycles()));
      assertThat(run.stackBytes().orElse(0)).as(options).isEqualTo(plan.stackBytes());
      if (!options.contains("lto")) {
        assertThat((long) firmware.sizes().modelFlash()).isEqualTo(plan.flashBytes());
      }
    }
  }

  /** More calls than a block of assembly has operands for. */
  @ParameterizedTest
  @ValueSource(strings = {"-O0", "-Os", "-O2 -flto"})
  void manyKernels(String options) {
    int seed = 40;
    Comparison comparison;
    Plan plan;
    do {
      comparison = new Comparison("seed " + seed, TestModel.of(RandomGraphs.of(seed++, 45)), 1);
      plan = comparison.model().plan(backend, chip);
    } while (!fits(plan));
    assertThat(plan.program().kernels().size()).isGreaterThan(30);
    Target target = comparison.model().target(plan, false);
    assumeTrue(target.availability().isAvailable(), target.availability().reason());
    comparison.target(target, options(options));
    try (Firmware firmware = target.build(options(options))) {
      Run run = firmware.run(comparison.samples().firmwareInputs(comparison.model().program()));
      if (!options.startsWith("-O0")) {
        assertThat(run.total().max()).isLessThanOrEqualTo(plan.cycles());
        assertThat(run.stackBytes().orElse(0)).isEqualTo(plan.stackBytes());
      }
    }
  }

  private boolean fits(Plan plan) {
    return plan.exact()
        && plan.flashBytes() + 4000 <= chip.flashBytes()
        && plan.ramBytes() + 300 <= chip.ramBytes();
  }

  /** A level, perhaps with link-time optimisation, perhaps as C++. */
  static BuildOptions options(String text) {
    BuildOptions options = BuildOptions.DEFAULT.withOptimization(text.substring(0, 3));
    if (text.contains("-flto")) {
      options = options.withFlags("-flto");
    }
    if (text.contains("c++")) {
      options = options.withModelFlags("-x", "c++");
    }
    String compiler = System.getProperty("thimble.avr-gcc", "");
    return compiler.isEmpty() ? options : options.withCompiler(compiler);
  }
}
