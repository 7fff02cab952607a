package dev.thimble.backend.cmsis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.backend.Backend;
import dev.thimble.backend.CTarget;
import dev.thimble.backend.Chip;
import dev.thimble.backend.CostTable;
import dev.thimble.emit.c.CSource;
import dev.thimble.graph.Cell;
import dev.thimble.kernel.random.Chips;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.RecurrentGraphs;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.plan.Plan;
import dev.thimble.testing.DeviceInfo;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Sums of products by the core's own instructions, called from portable C: every number of products
 * from 8 to 19 and some more, at all levels of the compiler.
 */
class ByteProductsTest {
  @ParameterizedTest
  @CsvSource({
    "8, 9, -O2",
    "10, 11, -Os",
    "12, 13, -O3",
    "14, 15, -O0",
    "16, 17, -O2",
    "18, 19, -Os",
    "31, 32, -O2",
    "33, 48, -O3"
  })
  void simulatorsAgree(int inputs, int units, String level) throws Exception {
    Backend backend = new Portable();
    TestModel model = TestModel.of(RecurrentGraphs.sized(Cell.RELU, inputs, units));
    for (String mcu : new String[] {"rp2040", "stm32f103ze", "stm32l476", "corstone-300"}) {
      Chip chip = Chips.of(backend, mcu);
      Plan plan = model.plan(backend, chip);
      assertThat(CSource.text(model.outline(), plan))
          .contains("net_products(acc, &x[", ", " + inputs + ", ", ", " + units + ", ");
      new Comparison(inputs + " inputs, " + units + " units", model, inputs)
          .simulator(backend, mcu, level);
    }
  }

  /** Cortex-Ms where all steps are portable C. */
  private static final class Portable implements Backend {
    private final Backend cortex = new CmsisBackend();

    @Override
    public String name() {
      return cortex.name();
    }

    @Override
    public List<Chip> chips() {
      return cortex.chips();
    }

    @Override
    public CTarget c(Chip chip) {
      return cortex.c(chip);
    }

    @Override
    public CostTable costs(Chip chip) {
      return cortex.costs(chip);
    }

    @Override
    public DeviceInfo device(Chip chip, long clockHz) {
      return cortex.device(chip, clockHz);
    }
  }
}
