package dev.thimble.plan;

import dev.thimble.backend.CostTable;
import dev.thimble.backend.CostTable.Part;
import dev.thimble.backend.Driver;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The functions around the kernels: what they call with what, and what they cost. */
final class Drivers {
  private static final int PUSH_BYTES = 208;
  private static final int CONDITION_BYTES = 32;

  /** What a state's loop in init takes, beyond the first few. */
  private static final int STATE_BYTES = 28;

  private static final int FEW_STATES = 4;

  private final Map<String, Integer> addresses;

  /**
   * Functions around kernels.
   *
   * @param addresses offset in the arena of each array that lives there
   */
  Drivers(Map<String, Integer> addresses) {
    this.addresses = addresses;
  }

  List<Driver.Call> calls(Program program) {
    List<Driver.Call> calls = new ArrayList<>();
    for (Kernel kernel : program.kernels()) {
      Set<Buffer> arrays = new LinkedHashSet<>(kernel.inputs());
      arrays.addAll(kernel.outputs());
      arrays.addAll(kernel.scratch());
      List<Integer> places =
          arrays.stream().map(a -> place(a).at() + kernel.offset(a) * a.element().bytes()).toList();
      List<Driver.Place> when = kernel.when().stream().map(this::place).toList();
      calls.add(new Driver.Call(kernel.function().name(), places, when));
    }
    return calls;
  }

  Driver.Place place(Buffer buffer) {
    Integer at = addresses.get(buffer.name());
    if (at == null) {
      throw new IllegalArgumentException(buffer.name() + " is not in the arena");
    }
    return new Driver.Place(at, buffer.element());
  }

  /** What they cost: exact where a backend runs the kernels and there is nothing to initialise. */
  static KernelCost cost(Program program, CostTable table, Optional<Driver> run) {
    int around = streamBytes(program) + (run.isPresent() ? 0 : repeatedBytes(program, table));
    // Where the kernels' calls are counted exactly, nothing of them is left for the loops.
    int counted = run.isPresent() ? 0 : FEW_STATES;
    around += Math.max(0, program.states().size() - counted) * STATE_BYTES;
    int initial = initialBytes(program);
    boolean exact = run.isPresent() && program.states().isEmpty() && program.stream().isEmpty();
    return new KernelCost(
        "",
        "",
        0,
        run.map(driver -> driver.cost().leastCycles()).orElse(0L),
        run.map(driver -> driver.cost().cycles())
            .orElseGet(() -> (long) table.driverCycles() + handedOver(program)),
        around
            + (exact ? table.emptyFunction() : table.driver())
            + run.map(driver -> driver.cost().codeBytes()).orElse(0),
        initial,
        stack(program, table, run),
        exact);
  }

  /** Flash of calls of functions that are called already: the first one counts with the kernel. */
  private static int repeatedBytes(Program program, CostTable table) {
    Set<String> functions = new LinkedHashSet<>();
    double bytes = 0;
    for (Kernel kernel : program.kernels()) {
      if (!functions.add(kernel.function().name())) {
        int arrays = kernel.inputs().size() + kernel.outputs().size() + kernel.scratch().size();
        bytes += table.bytes(Part.CALL, Element.I16);
        // A part's address takes a longer constant than that of an array, and is kept nowhere.
        bytes += 4 * arrays * table.bytes(Part.ARRAY, Element.I16);
      }
    }
    return (int) Math.ceil(bytes);
  }

  /** An address for each array of each call. */
  private static long handedOver(Program program) {
    return program.kernels().stream()
        .mapToLong(k -> k.inputs().size() + k.outputs().size() + 1 + k.scratch().size())
        .sum();
  }

  /** Pushing samples is C that calls the run. */
  private static int stack(Program program, CostTable table, Optional<Driver> run) {
    int own = run.map(driver -> driver.cost().stackBytes()).orElse(table.driverStack());
    return own + (run.isPresent() && program.stream().isPresent() ? table.driverStack() : 0);
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
