package dev.thimble.backend.avr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.backend.Backend;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Constants beyond the first 64 KB of flash: the same bits, and what was predicted. */
final class FarConstantsTest {
  private static final BuildOptions PORTABLE =
      BuildOptions.DEFAULT.withOptimization("-Os").withModelFlags("-DNET_PORTABLE");

  private static final BuildOptions STRICT =
      BuildOptions.DEFAULT.withModelFlags("-std=c99", "-Wall", "-Wextra", "-Wpedantic");

  private static final int LAYERS = Integer.getInteger("thimble.layers", 30);

  /** The border of the first 64 KB is somewhere in the constants of most layers, or before. */
  private static final int FILLER = 62_000;

  /** Cycles from one interrupt to the next, of which one that reads flash takes about half. */
  private static final int EVERY = 250;

  private int exact;
  private int portable;

  @ParameterizedTest
  @CsvSource({"atmega2560,0", "atmega2560,1", "atmega2560,2", "atmega1284p,0"})
  void largeNetworks(String mcu, int index) {
    check(new AvrBackend(), mcu, "large network " + index, RealisticGraphs.large(index), 0);
    assertThat(exact).isPositive();
  }

  /** Every constant of a random layer is far. */
  @Test
  void randomLayers() {
    for (int seed = 3000; exact + portable < LAYERS; seed++) {
      int filler = FILLER + 64 * (seed % 50);
      check(new FarBackend(filler), "atmega2560", "seed " + seed, RandomGraphs.of(seed, 1), filler);
    }
    System.out.printf("Far layers on atmega2560: %d exact, %d in C%n", exact, portable);
  }

  /** Other ways to compile lay the same constants out. */
  @ParameterizedTest
  @ValueSource(strings = {"-O0", "-O2 -flto", "-Os -flto -x c++", "-O3 -x c++"})
  void compilers(String text) {
    Comparison comparison = new Comparison(text, TestModel.of(RealisticGraphs.of(5)), 1);
    Plan plan =
        comparison.model().plan(new FarBackend(FILLER), Chips.of(new AvrBackend(), "atmega1284p"));
    Target target = comparison.model().target(plan, false);
    assumeTrue(target.availability().isAvailable(), target.availability().reason());
    BuildOptions options = CompilersTest.options(text);
    comparison.target(target, options);
    try (Firmware firmware = target.build(options)) {
      Run run = firmware.run(comparison.samples().firmwareInputs(comparison.model().program()));
      if (!text.startsWith("-O0")) {
        assertThat(run.total().max()).as(text).isEqualTo(plan.cycles());
        assertThat(run.stackBytes().orElse(0)).as(text).isEqualTo(plan.stackBytes());
      }
    }
  }

  /** A timer's interrupts that read flash by {@code elpm} themselves change no bit. */
  @ParameterizedTest
  @ValueSource(strings = {"atmega1284p", "atmega2560"})
  void interrupts(String mcu) {
    Comparison comparison = new Comparison(mcu, TestModel.of(RealisticGraphs.of(5)), 1);
    Plan plan = comparison.model().plan(new FarBackend(FILLER), Chips.of(new AvrBackend(), mcu));
    assertThat(plan.far()).isNotEmpty();
    Target target = comparison.model().target(plan, false);
    assumeTrue(target.availability().isAvailable(), target.availability().reason());
    List<byte[]> inputs = comparison.samples().firmwareInputs(comparison.model().program());
    Run calm = InterruptsTest.run(target, inputs, BuildOptions.DEFAULT);
    Run stormy = InterruptsTest.run(target, inputs, InterruptsTest.storm(EVERY));
    assertThat(stormy.outputs()).usingRecursiveComparison().isEqualTo(calm.outputs());
    // The interrupts were there.
    assertThat(stormy.total().min()).isGreaterThan(calm.total().max() * 3 / 2);
  }

  private void check(Backend backend, String mcu, String name, Graph graph, int filler) {
    Comparison comparison = new Comparison(name, TestModel.of(graph), 1);
    Chip chip = Chips.of(backend, mcu);
    Plan plan = comparison.model().plan(backend, chip);
    if (plan.far().isEmpty()) {
      return;
    }
    Target target = comparison.model().target(plan, false);
    assumeTrue(target.availability().isAvailable(), target.availability().reason());
    comparison.target(target, BuildOptions.DEFAULT.withOptimization("-O2"));
    comparison.target(target, PORTABLE);
    comparison.target(comparison.model().target(plan, true), STRICT);
    try (Firmware firmware = target.build(BuildOptions.DEFAULT.withOptimization("-Os"))) {
      Run run = firmware.run(comparison.samples().firmwareInputs(comparison.model().program()));
      for (KernelCost cost : plan.costs()) {
        cycles(plan, cost, run, name);
      }
      long flash = firmware.sizes().modelFlash() - filler;
      if (plan.exact()) {
        assertThat(flash).as("flash of %s", name).isEqualTo(plan.flashBytes());
        assertThat(run.stackBytes().orElse(0)).as("stack of %s", name).isEqualTo(plan.stackBytes());
      } else {
        assertThat(flash).as("flash of %s", name).isLessThanOrEqualTo(plan.flashBytes());
      }
    }
  }

  /** Whether a kernel whose constants are near is in assembly. */
  private static boolean inAssembly(Plan plan, String name) {
    return plan.program().kernels().stream()
        .filter(kernel -> kernel.name().equals(name))
        .anyMatch(k -> !new AvrBackend().claims(plan.chip(), k).isEmpty());
  }

  private void cycles(Plan plan, KernelCost cost, Run run, String name) {
    LongSummary cycles = run.perStep().get("net_step_" + cost.name());
    int call = Core.of(plan.chip()).callCycles();
    String what = "cycles of %s of %s".formatted(cost.name(), name);
    assertThat(cost.exact()).as("assembly for %s", what).isEqualTo(inAssembly(plan, cost.name()));
    if (plan.far().contains(cost.name())) {
      exact += cost.exact() ? 1 : 0;
      portable += cost.exact() ? 0 : 1;
    }
    if (cost.exact()) {
      assertThat(cycles.max() + call).as(what).isLessThanOrEqualTo(cost.cycles());
      assertThat(cycles.min() + call).as(what).isGreaterThanOrEqualTo(cost.leastCycles());
    }
  }
}
