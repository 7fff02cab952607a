package dev.thimble.plan;

import dev.thimble.Optimise;
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
    return plan(program, Optional.empty(), backend, chip, clockHz, Wishes.none(chip));
  }

  /**
   * The plan of the program on the chip.
   *
   * @param decision the array whose first element a run returns, if it decides
   * @param wishes what claims are chosen by
   */
  public static Plan plan(
      Program program,
      Optional<Buffer> decision,
      Backend backend,
      Chip chip,
      long clockHz,
      Wishes wishes) {
    Map<String, List<Claim>> candidates = candidates(program, backend, chip);
    ClaimChoice choice = new ClaimChoice(program, candidates, wishes.optimise());
    Plan plan = plan(program, decision, backend, chip, clockHz, choice.chosen());
    boolean several = candidates.values().stream().anyMatch(claims -> claims.size() > 1);
    long left = wishes.flash() - plan.flashBytes();
    if (!several || (left >= 0 && wishes.optimise() != Optimise.SPEED)) {
      return plan;
    }
    if (left < 0) {
      choice.shrink(-left);
      return plan(program, decision, backend, chip, clockHz, choice.chosen());
    }
    choice.hasten(wishes.spent() - plan.flashBytes());
    Plan faster = plan(program, decision, backend, chip, clockHz, choice.chosen());
    boolean fits = faster.ramBytes() <= Math.max(wishes.ram(), plan.ramBytes());
    return fits && faster.cycles() < plan.cycles() ? faster : plan;
  }

  private static Plan plan(
      Program program,
      Optional<Buffer> decision,
      Backend backend,
      Chip chip,
      long clockHz,
      Map<String, Claim> claims) {
    CostTable table = backend.costs(chip);
    PortableCost portable = new PortableCost(table);
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

  /** The claims of each kernel that the backend has some for. */
  private static Map<String, List<Claim>> candidates(Program program, Backend backend, Chip chip) {
    Map<String, List<Claim>> candidates = new LinkedHashMap<>();
    for (Kernel kernel : program.kernels()) {
      List<Claim> claims = backend.claims(chip, kernel, program);
      if (!claims.isEmpty()) {
        candidates.put(kernel.name(), claims);
      }
    }
    return candidates;
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
