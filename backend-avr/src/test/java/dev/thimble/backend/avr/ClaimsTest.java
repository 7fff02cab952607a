package dev.thimble.backend.avr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.Optimise;
import dev.thimble.backend.Chip;
import dev.thimble.graph.Graph;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.random.Chips;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.RandomGraphs;
import dev.thimble.kernel.random.RealisticGraphs;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.kernel.sums.ProductSum;
import dev.thimble.plan.KernelCost;
import dev.thimble.plan.Plan;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Target;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Layers in assembly: the interpreter's bits, and exactly the cycles that were predicted. */
final class ClaimsTest {
  private static final int LAYERS = 80;
  private static final int SOME_LAYERS = 8;

  private final AvrBackend backend = new AvrBackend();
  private Chip chip = Chips.of(backend, "atmega328p");
  private int layers;
  private int bounded;
  private int portable;

  @Test
  void cyclesAreExact() {
    for (int i = 0; i < RealisticGraphs.COUNT; i++) {
      check(
          "realistic network " + i, RealisticGraphs.of(i), Optimise.BALANCED, "-Os", "-O2", "-O3");
      check("fast realistic network " + i, RealisticGraphs.of(i), Optimise.SPEED, "-O2");
    }
    for (int seed = 1000; layers < LAYERS; seed++) {
      Optimise optimise = Optimise.values()[seed % Optimise.values().length];
      check("seed " + seed + " " + optimise, RandomGraphs.of(seed, 1), optimise, "-O2");
    }
    System.out.printf(
        "Layers in assembly, cycles as predicted: %d, of these %d within bounds; in C: %d%n",
        layers, bounded, portable);
  }

  /** The same of layers with activations of 16 bits. */
  @Test
  void cyclesOfWordsAreExact() {
    checkSome(5000, kernel -> BorderedSumClaim.ofWords(Core.of(chip), kernel).isPresent());
  }

  /** The same of depthwise layers whose channels share inputs. */
  @Test
  void cyclesOfSharedInputsAreExact() {
    checkSome(
        9000,
        kernel ->
            ProductSum.ofBytes(kernel).filter(sum -> sum.sharing() > 1).isPresent()
                && BorderedSumClaim.of(Core.of(chip), kernel).isPresent());
  }

  /** The same on a core without products. */
  @Test
  void cyclesOfShiftsAreExact() {
    chip = Chips.of(backend, "attiny85");
    checkSome(7000, kernel -> BorderedSumClaim.ofShifts(Core.of(chip), kernel).isPresent());
  }

  /** Random layers among which such kernels are. */
  private void checkSome(int firstSeed, Predicate<Kernel> kind) {
    long found = 0;
    for (int seed = firstSeed; found < SOME_LAYERS; seed++) {
      Graph graph = RandomGraphs.of(seed, 1);
      long count = TestModel.of(graph).program().kernels().stream().filter(kind).count();
      found += count;
      if (count > 0) {
        check("seed " + seed, graph, Optimise.BALANCED, "-O2");
      }
    }
  }

  /**
   * What is left of the flash makes networks faster, and never more than that is spent; portable C
   * and smaller claims make them smaller.
   */
  @Test
  void speedTakesFlash() {
    int faster = 0;
    int smaller = 0;
    for (int i = 0; i < RealisticGraphs.COUNT; i++) {
      TestModel model = TestModel.of(RealisticGraphs.of(i));
      Plan small = model.plan(backend, chip, Optimise.SIZE);
      Plan plain = model.plan(backend, chip);
      Plan fast = model.plan(backend, chip, Optimise.SPEED);
      assertThat(small.flashBytes()).isLessThanOrEqualTo(plain.flashBytes());
      assertThat(fast.cycles()).isLessThanOrEqualTo(plain.cycles());
      smaller += small.flashBytes() < plain.flashBytes() ? 1 : 0;
      faster += fast.cycles() < plain.cycles() ? 1 : 0;
      assertThat(fast.flashBytes())
          .isLessThanOrEqualTo(Math.max(plain.flashBytes(), chip.flashBytes() * 3 / 4));
      System.out.printf(
          "network %d: small %,d B %,d cycles; balanced %,d B %,d; fast %,d B %,d%n",
          i,
          small.flashBytes(),
          small.cycles(),
          plain.flashBytes(),
          plain.cycles(),
          fast.flashBytes(),
          fast.cycles());
    }
    assertThat(faster).isGreaterThan(RealisticGraphs.COUNT / 2);
    assertThat(smaller).isGreaterThan(RealisticGraphs.COUNT / 2);
  }

  private void check(String name, Graph graph, Optimise optimise, String... levels) {
    Comparison comparison = new Comparison(name, TestModel.of(graph), 1);
    Plan plan = comparison.model().plan(backend, chip, optimise);
    List<KernelCost> exact = plan.costs().stream().filter(KernelCost::exact).toList();
    portable += plan.costs().size() - exact.size();
    if (exact.isEmpty()) {
      return;
    }
    layers += exact.size();
    bounded += (int) exact.stream().filter(cost -> cost.leastCycles() < cost.cycles()).count();
    Target target = comparison.model().target(plan, false);
    assumeTrue(target.availability().isAvailable(), target.availability().reason());
    for (String level : levels) {
      BuildOptions options = BuildOptions.DEFAULT.withOptimization(level);
      comparison.target(target, options);
      comparison.costs(target, options, exact, Core.of(chip).callCycles());
    }
  }
}
