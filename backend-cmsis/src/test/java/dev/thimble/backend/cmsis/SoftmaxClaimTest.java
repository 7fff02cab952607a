package dev.thimble.backend.cmsis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.diagnostic.Problem;
import dev.thimble.kernel.random.Chips;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.SoftmaxCases;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.kernel.random.WordSoftmaxCases;
import dev.thimble.plan.KernelCost;
import dev.thimble.plan.Plan;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Firmware;
import dev.thimble.testing.Run;
import dev.thimble.testing.Target;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Softmax in assembly: the interpreter's bits, also at corrections, in as many instructions always.
 */
final class SoftmaxClaimTest {
  /** The call, before the first instruction of the step. */
  private static final int CALL = 1;

  private final CmsisBackend backend = new CmsisBackend();

  @ParameterizedTest
  @CsvSource({
    "rp2040, 1, 2, 0.07, 270",
    "rp2040, 3, 5, 0.47, 1300",
    "rp2040, 1, 10, 0.1147, 800",
    "rp2040, 2, 15, 0.05, 2200",
    "rp2040, 1, 300, 0.09, 20000",
    "stm32f103c8, 3, 5, 0.47, 800",
    "stm32l476, 1, 10, 0.1147, 450",
    "stm32l476, 2, 15, 0.05, 1300",
    "corstone-300, 1, 40, 0.09, 2000"
  })
  void givesTheBits(String mcu, int rows, int classes, double scale, long most) {
    SoftmaxCases cases = new SoftmaxCases(rows, classes, scale);
    check(mcu, cases.model(), cases.inputs(), cases::expected, most);
  }

  /** The limits are about what GCC's code takes at -O2. */
  @ParameterizedTest
  @CsvSource({
    "rp2040, 1, 10, 0.0012, 1327",
    "rp2040, 3, 4, 0.00004, 2000",
    "rp2040, 1, 40, 0.0009, 5000",
    "stm32f103c8, 1, 10, 0.0012, 577",
    "stm32f103c8, 3, 4, 0.00004, 900",
    "stm32l476, 1, 10, 0.0012, 577",
    "stm32l476, 3, 4, 0.00004, 900",
    "stm32l476, 2, 1, 0.0031, 900",
    "corstone-300, 1, 40, 0.0009, 2200"
  })
  void givesTheBitsOfWords(String mcu, int rows, int classes, double scale, long most)
      throws Problem {
    WordSoftmaxCases cases = new WordSoftmaxCases(rows, classes, scale);
    check(mcu, cases.model(), cases.inputs(), cases::expected, most);
  }

  private void check(
      String mcu, TestModel model, List<byte[]> inputs, UnaryOperator<byte[]> expected, long most) {
    Plan plan = model.plan(backend, Chips.of(backend, mcu));
    KernelCost cost = plan.costs().get(0);
    assertThat(cost.exact()).isTrue();
    assertThat(cost.cycles()).isLessThan(most);
    Target target = model.target(plan, false);
    assumeTrue(target.availability().isAvailable(), target.availability().reason());
    try (Firmware firmware = target.build(BuildOptions.DEFAULT)) {
      Run run = firmware.run(inputs);
      for (int i = 0; i < inputs.size(); i++) {
        assertThat(run.outputs().get(i)).as("input %d", i).isEqualTo(expected.apply(inputs.get(i)));
      }
    }
    new Comparison("softmax", model, 1).costs(target, BuildOptions.DEFAULT, plan.costs(), CALL);
  }
}
