package dev.thimble.benchmarks;

import dev.thimble.backend.Chip;
import dev.thimble.plan.Plan;
import dev.thimble.testing.Board;
import dev.thimble.testing.DeviceInfo;
import dev.thimble.testing.Target;
import java.util.List;
import java.util.Optional;

/**
 * A place where C runs.
 *
 * @param name in the table
 * @param mcu whose C it is
 * @param larger the board for what does not fit the chip, with the same instructions
 * @param harness RAM that the model's own does not count: the whole stack of the linker script
 * @param cycles the most predicted cycles in the default run: a few seconds of simulation
 */
record GoldenTarget(String name, String mcu, Optional<Board> larger, int harness, long cycles) {
  static final GoldenTarget HOST =
      new GoldenTarget("host", "nrf52840", Optional.empty(), 0, Long.MAX_VALUE);
  static final GoldenTarget AVR =
      new GoldenTarget("atmega328p", "atmega328p", Optional.empty(), 0, 40_000_000);

  /** With addresses of flash beyond 64 KB. */
  static final GoldenTarget LARGE_AVR =
      new GoldenTarget("atmega2560", "atmega2560", Optional.empty(), 0, 10_000_000);

  static final GoldenTarget M0 =
      new GoldenTarget("cortex-m0", "nrf51822", Optional.of(Board.AN385), 5 * 1024, 60_000_000);
  static final GoldenTarget M3 =
      new GoldenTarget("cortex-m3", "stm32f103ze", Optional.of(Board.AN385), 0, 60_000_000);
  static final GoldenTarget M4 =
      new GoldenTarget("cortex-m4", "nrf52840", Optional.of(Board.AN386), 0, 60_000_000);
  static final GoldenTarget M33 =
      new GoldenTarget("cortex-m33", "nrf5340", Optional.of(Board.AN505), 0, 60_000_000);
  static final GoldenTarget M55 =
      new GoldenTarget("cortex-m55", "corstone-300", Optional.of(Board.AN547), 0, 60_000_000);

  /** One of each family of cores. */
  static final List<GoldenTarget> CORTEX_M = List.of(M0, M3, M4, M33, M55);

  /** The model there; nothing where it does not fit. */
  Optional<Target> of(BenchmarkModel model, Plan plan) {
    DeviceInfo device = plan.backend().device(plan.chip(), plan.clockHz());
    if (equals(HOST)) {
      return Optional.of(model.target(plan, device, true));
    }
    return Optional.of(device)
        .filter(chip -> fits(plan))
        .or(() -> larger.map(board -> on(board, plan)))
        .map(place -> model.target(plan, place, false));
  }

  private boolean fits(Plan plan) {
    Chip chip = plan.chip();
    return plan.flashBytes() <= chip.flashBytes() && plan.ramBytes() + harness <= chip.ramBytes();
  }

  private static DeviceInfo on(Board board, Plan plan) {
    String core = plan.chip().core();
    return DeviceInfo.cortexM(core, core, board.machine(), plan.clockHz());
  }

  /** How many vectors are run. */
  int vectors(Plan plan, boolean all) {
    return all ? Integer.MAX_VALUE : (int) Math.min(Integer.MAX_VALUE, cycles / plan.cycles());
  }
}
