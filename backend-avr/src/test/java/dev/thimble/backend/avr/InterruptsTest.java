package dev.thimble.backend.avr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.Optimise;
import dev.thimble.backend.Chip;
import dev.thimble.kernel.random.Chips;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.RandomGraphs;
import dev.thimble.kernel.random.RealisticGraphs;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.plan.Plan;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Firmware;
import dev.thimble.testing.Run;
import dev.thimble.testing.Target;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A timer that interrupts an inference all the time, with products and all, changes no bit. */
final class InterruptsTest {
  /** Cycles from one interrupt to the next, of which the interrupt itself takes about 100. */
  private static final int EVERY = 167;

  private final AvrBackend backend = new AvrBackend();
  private final Chip chip = Chips.of(backend, "atmega328p");

  @Test
  void changeNothing() {
    for (int i : List.of(3, 5)) {
      for (Optimise optimise : List.of(Optimise.BALANCED, Optimise.SPEED)) {
        check("network " + i, TestModel.of(RealisticGraphs.of(i)), optimise);
      }
    }
    IntStream.range(300, 306)
        .forEach(
            seed ->
                check("seed " + seed, TestModel.of(RandomGraphs.of(seed, 4)), Optimise.BALANCED));
  }

  private void check(String name, TestModel model, Optimise optimise) {
    Comparison comparison = new Comparison(name, model, 1);
    Plan plan = model.plan(backend, chip, optimise);
    Target target = model.target(plan, false);
    assumeTrue(target.availability().isAvailable(), target.availability().reason());
    List<byte[]> inputs = comparison.samples().firmwareInputs(model.program());
    Run calm = run(target, inputs, BuildOptions.DEFAULT);
    Run stormy = run(target, inputs, storm(EVERY));
    for (int i = 0; i < inputs.size(); i++) {
      assertThat(Arrays.equals(stormy.outputs().get(i), calm.outputs().get(i)))
          .as("%s: outputs of sample %d", name, i)
          .isTrue();
    }
    if (calm.total().min() > 10 * EVERY) {
      // The interrupts were there: they took half of the time, and stack of their own.
      assertThat(stormy.total().min()).as(name).isGreaterThan(calm.total().max() * 3 / 2);
      assertThat(stormy.stackBytes().orElse(0)).isGreaterThan(calm.stackBytes().orElse(0));
    }
  }

  /** With an interrupt every so many cycles, at most 255. */
  static BuildOptions storm(int every) {
    return BuildOptions.DEFAULT.withFlags("-DTHIMBLE_STORM=" + every);
  }

  static Run run(Target target, List<byte[]> inputs, BuildOptions options) {
    try (Firmware firmware = target.build(options)) {
      return firmware.run(inputs);
    }
  }
}
