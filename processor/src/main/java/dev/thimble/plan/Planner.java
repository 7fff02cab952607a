package dev.thimble.plan;

import dev.thimble.backend.Backend;
import dev.thimble.backend.Chip;
import dev.thimble.backend.CostTable;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import java.util.ArrayList;
import java.util.List;

/** Lays a program out on a chip and adds up what it costs. */
public final class Planner {
  private Planner() {}

  /** The plan of the program on the chip. */
  public static Plan plan(Program program, Backend backend, Chip chip, long clockHz) {
    CostTable table = backend.costs(chip);
    PortableCost portable = new PortableCost(table);
    List<KernelCost> costs = new ArrayList<>();
    int deepest = 0;
    for (Kernel kernel : program.kernels()) {
      KernelCost cost = portable.of(kernel);
      costs.add(cost);
      deepest = Math.max(deepest, cost.stackBytes());
    }
    Arena.Layout layout = Arena.layout(program, table);
    KernelCost driver =
        new KernelCost(
            "",
            "",
            0,
            table.driverCycles(),
            table.driver(),
            initialBytes(program),
            table.driverStack());
    return new Plan(
        program,
        backend,
        chip,
        clockHz,
        layout.addresses(),
        layout.bytes(),
        costs,
        driver,
        portable.libraryBytes(),
        deepest + driver.stackBytes());
  }

  /** Flash that the initial values of states take. */
  private static int initialBytes(Program program) {
    return program.states().stream()
        .mapToInt(state -> state.initial().map(Buffer::bytes).orElse(0))
        .sum();
  }
}
