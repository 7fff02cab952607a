package dev.thimble.backend.avr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.backend.Chip;
import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.tflite.TinyPrograms;
import dev.thimble.kernel.random.Chips;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.RecurrentGraphs;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.plan.Plan;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Run;
import dev.thimble.testing.Target;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random recurrent layers give on the simulator what the interpreter gives, in exactly the cycles
 * and on exactly the stack that were predicted.
 */
class RecurrenceTest {
  private final AvrBackend backend = new AvrBackend();
  private final Chip chip = Chips.of(backend, "atmega328p");

  static LongStream seeds() {
    return LongStream.range(0, 2L * RecurrentGraphs.kinds() + 2);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void simavrAgrees(long seed) throws Problem {
    check("recurrence " + seed, TestModel.of(RecurrentGraphs.of(seed)), seed);
  }

  /** Those of TensorFlow Lite. */
  @ParameterizedTest
  @ValueSource(strings = {"lstm", "lstm_clip", "lstm_int16"})
  void memories(String name) throws Exception {
    check(name, TinyPrograms.one(name), 8);
  }

  private void check(String name, TestModel model, long seed) {
    Comparison comparison = new Comparison(name, model, seed);
    Plan plan = model.plan(backend, chip);
    Target target = model.target(plan, false);
    assumeTrue(target.availability().isAvailable(), target.availability().reason());
    comparison.target(target, BuildOptions.DEFAULT.withOptimization("-Os"));
    assertThat(plan.costs())
        .as("assembly for all of %s", name)
        .allMatch(cost -> cost.exact() && cost.leastCycles() == cost.cycles());
    int call = Core.of(chip).callCycles();
    Run run = comparison.costs(target, BuildOptions.DEFAULT, plan.costs(), call);
    if (plan.exact()) {
      assertThat(run.total().max()).isEqualTo(plan.cycles());
      assertThat(run.stackBytes().orElse(0)).as("stack of %s", name).isEqualTo(plan.stackBytes());
    }
  }
}
