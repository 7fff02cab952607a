package dev.thimble.plan;

import dev.thimble.backend.Backend;
import dev.thimble.backend.Chip;
import dev.thimble.backend.Claim;
import dev.thimble.backend.CostTable;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lays a program out on a chip and adds up what it costs. */
public final class Planner {
  private static final int PUSH_BYTES = 192;
  private static final int CONDITION_BYTES = 32;

  private Planner() {}

  /** The plan of the program on the chip. */
  public static Plan plan(Program program, Backend backend, Chip chip, long clockHz) {
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
    KernelCost driver =
        new KernelCost(
            "",
            "",
            0,
            0,
            table.driverCycles(),
            table.driver() + streamBytes(program),
            initialBytes(program),
            table.driverStack(),
            false);
    return new Plan(
        claimed,
        backend,
        chip,
        clockHz,
        layout.addresses(),
        layout.bytes(),
        claims,
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

  /** Flash of the function that takes samples, and of the conditions under which kernels run. */
  private static int streamBytes(Program program) {
    if (program.stream().isEmpty()) {
      return 0;
    }
    long conditions =
        program.kernels().stream().map(Kernel::when).distinct().filter(w -> !w.isEmpty()).count();
    return PUSH_BYTES + (int) conditions * CONDITION_BYTES;
  }

  /** Flash that the initial values of states take. */
  private static int initialBytes(Program program) {
    return program.states().stream()
        .mapToInt(state -> state.initial().map(Buffer::bytes).orElse(0))
        .sum();
  }
}
