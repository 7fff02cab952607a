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

  /** What arrays hold at the start. */
  List<Driver.Fill> fills(Program program) {
    List<Driver.Fill> fills = new ArrayList<>();
    for (Buffer state : program.states()) {
      long value = state.data().isPresent() ? state.values()[0] : 0;
      Optional<String> table = state.initial().map(Buffer::name);
      fills.add(new Driver.Fill(place(state), state.length(), value, table));
    }
    program.stream()
        .filter(stream -> stream.lead() > 0)
        .ifPresent(
            stream ->
                fills.add(
                    new Driver.Fill(place(stream.input()), stream.lead(), 0, Optional.empty())));
    return fills;
  }

  /** Where samples go, if the program takes some. */
  Optional<Driver.Samples> samples(Program program) {
    return program.stream()
        .map(
            stream ->
                new Driver.Samples(
                    place(stream.input()),
                    stream.input().length(),
                    place(stream.filled()),
                    program.fresh().stream().map(this::place).toList()));
  }

  /** What they cost: exact where a backend has code of its own for all that is not empty. */
  static KernelCost cost(Program program, CostTable table, Around around) {
    Optional<Driver> run = around.run();
    boolean started = around.start().isPresent();
    boolean nothing = program.states().isEmpty();
    boolean pushed = around.push().isPresent() || program.stream().isEmpty();
    int bytes = pushed ? 0 : PUSH_BYTES;
    if (run.isEmpty() || !pushed) {
      bytes += conditionBytes(program);
    }
    if (run.isEmpty()) {
      bytes += repeatedBytes(program, table);
    }
    if (!started) {
      // Where the kernels' calls are counted exactly, nothing of them is left for the loops.
      int counted = run.isPresent() ? 0 : FEW_STATES;
      bytes += Math.max(0, program.states().size() - counted) * STATE_BYTES;
    }
    boolean exact = run.isPresent() && (started || nothing) && pushed;
    int rest = !exact ? table.driver() : nothing && !started ? table.emptyFunction() : 0;
    return new KernelCost(
        "",
        "",
        0,
        run.map(driver -> driver.cost().leastCycles()).orElse(0L),
        run.map(driver -> driver.cost().cycles())
            .orElseGet(() -> (long) table.driverCycles() + handedOver(program)),
        bytes + rest + around.bytes(),
        initialBytes(program),
        stack(program, table, around),
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

  /** Pushing samples calls the run. */
  private static int stack(Program program, CostTable table, Around around) {
    int own = table.driverStack();
    int run = around.run().map(driver -> driver.cost().stackBytes()).orElse(own);
    boolean apart = around.run().isPresent() && program.stream().isPresent();
    return run + around.push().map(driver -> driver.cost().stackBytes()).orElse(apart ? own : 0);
  }

  /** Flash of the conditions under which kernels run. */
  private static int conditionBytes(Program program) {
    long conditions =
        program.kernels().stream().map(Kernel::when).distinct().filter(w -> !w.isEmpty()).count();
    return (int) conditions * CONDITION_BYTES;
  }

  /** Flash that the initial values of states take. */
  private static int initialBytes(Program program) {
    return program.states().stream()
        .mapToInt(state -> state.initial().map(Buffer::bytes).orElse(0))
        .sum();
  }
}
