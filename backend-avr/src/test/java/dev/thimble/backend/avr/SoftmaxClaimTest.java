package dev.thimble.backend.avr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.backend.Chip;
import dev.thimble.kernel.random.Chips;
import dev.thimble.kernel.random.SoftmaxCases;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.plan.Plan;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Firmware;
import dev.thimble.testing.Run;
import dev.thimble.testing.Target;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Softmax in assembly: the interpreter's bits, also at corrections, in as many cycles always. */
final class SoftmaxClaimTest {
  private final AvrBackend backend = new AvrBackend();
  private final Chip chip = Chips.of(backend, "atmega328p");

  @ParameterizedTest
  @CsvSource({
    "1, 2, 0.07, 600",
    "3, 5, 0.47, 3100",
    "1, 10, 0.1147, 2200",
    "2, 15, 0.05, 7000",
    "1, 40, 0.09, 12000"
  })
  void givesTheBits(int rows, int classes, double scale, long most) {
    SoftmaxCases cases = new SoftmaxCases(rows, classes, scale);
    TestModel model = cases.model();
    Plan plan = model.plan(backend, chip);
    assertThat(plan.exact()).isTrue();
    assertThat(plan.leastCycles()).isEqualTo(plan.cycles());
    assertThat(plan.costs().get(0).cycles()).isLessThan(most);
    Target target = model.target(plan, false);
    assumeTrue(target.availability().isAvailable(), target.availability().reason());
    List<byte[]> inputs = cases.inputs();
    try (Firmware firmware = target.build(BuildOptions.DEFAULT)) {
      Run run = firmware.run(inputs);
      for (int i = 0; i < inputs.size(); i++) {
        assertThat(run.outputs().get(i)).as("input %d", i).isEqualTo(cases.expected(inputs.get(i)));
      }
      assertThat(List.of(run.total().min(), run.total().max()))
          .isEqualTo(List.of(plan.cycles(), plan.cycles()));
    }
  }
}
