package dev.thimble.backend.cmsis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.backend.Chip;
import dev.thimble.kernel.random.Chips;
import dev.thimble.kernel.random.RealisticGraphs;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.plan.Plan;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Time is estimated from instructions. */
final class CortexTimingTest {
  @ParameterizedTest
  @CsvSource({"rp2040, 1.5", "stm32f103c8, 2.3", "stm32l476, 1.4", "corstone-300, 1.5"})
  void latencyIsInCycles(String mcu, double cyclesPerInstruction) {
    CmsisBackend backend = new CmsisBackend();
    Chip chip = Chips.of(backend, mcu);
    Plan plan = TestModel.of(RealisticGraphs.separable()).plan(backend, chip);
    double micros = plan.cycles() * cyclesPerInstruction * 1e6 / chip.clockHz();
    assertThat(plan.latencyMicros()).isEqualTo((long) Math.ceil(micros));
  }
}
