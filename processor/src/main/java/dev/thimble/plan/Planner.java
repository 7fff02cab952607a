package dev.thimble.plan;

import dev.thimble.backend.Backend;
import dev.thimble.backend.Chip;
import dev.thimble.backend.Claim;
import dev.thimble.backend.CostTable;
import dev.thimble.backend.Driver;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lays a program out on a chip and adds up what it costs. */
public final class Planner {
  private Planner() {}

  /** The plan of a program that decides nothing on the chip. */
  public static Plan plan(Program program, Backend backend, Chip chip, long clockHz) {
    return plan(program, Optional.empty(), backend, chip, clockHz);
  }

  /**
   * The plan of the program on the chip.
   *
   * @param decision the array whose first element a run returns, if it decides
   */
  public static Plan plan(
      Program program, Optional<Buffer> decision, Backend backend, Chip chip, long clockHz) {
    CostTable table = backend.costs(chip);
    PortableCost portable = new PortableCost(table);
    Map<String, Claim> claims = claims(program, backend, chip);
    Program claimed = withScratch(program, claims);
    List<KernelCost> costs = new ArrayList<>();
    int deepest = 0;
    for (Kernel kernel : claimed.kernels()) {
      Claim claim = claims.get(kernel.name());
      KernelCost cost = claim == null ? portable.of(kernel) : KernelCost.of(kernel, claim);
      costs.add(cost);
      deepest = Math.max(deepest, cost.stackBytes());
    }
    Arena.Layout layout = Arena.layout(claimed, table);
    Optional<Driver> run = run(claimed, layout, decision, backend, chip);
    KernelCost driver = Drivers.cost(claimed, table, run);
    return new Plan(
        claimed,
        backend,
        chip,
        clockHz,
        layout.addresses(),
        layout.bytes(),
        claims,
        decision,
        run,
        costs,
        driver,
        portable.libraryBytes(),
        deepest + driver.stackBytes());
  }

  /** The claim of each kernel that the backend has one for. */
  private static Map<String, Claim> claims(Program program, Backend backend, Chip chip) {
    Map<String, Claim> claims = new LinkedHashMap<>();
    for (Kernel kernel : program.kernels()) {
      List<Claim> candidates = backend.claims(chip, kernel, program);
      if (!candidates.isEmpty()) {
        claims.put(kernel.name(), candidates.get(0));
      }
    }
    return claims;
  }

  private static Program withScratch(Program program, Map<String, Claim> claims) {
    List<Kernel> kernels = new ArrayList<>();
    for (Kernel kernel : program.kernels()) {
      Claim claim = claims.get(kernel.name());
      kernels.add(claim == null ? kernel : kernel.withScratch(claim.scratch()));
    }
    return program.with(kernels);
  }

  private static Optional<Driver> run(
      Program program, Arena.Layout layout, Optional<Buffer> decision, Backend backend, Chip chip) {
    Drivers drivers = new Drivers(layout.addresses());
    return backend.driver(chip, drivers.calls(program), decision.map(drivers::place));
  }
}
