package dev.thimble.backend.avr;

import dev.thimble.backend.Claim;
import dev.thimble.emit.text.Names;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expand;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Stmt;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Any kernel as one block of assembly, statement by statement: what no other claim knows in a
 * better form. Its cycles are exact, and the same for every input but where a test of the kernel
 * guards what takes long.
 */
final class KernelClaim {
  private static final int LAST_ARGUMENT = 8;
  private static final int MOST_TRIES = 40;

  /** What a longer kernel would be compiled to is not worth the time to compile it. */
  private static final int MOST_WORDS = 2000;

  private final Core core;
  private final Kernel kernel;
  private final Stmt body;
  private final List<Buffer> arrays;

  private KernelClaim(Core core, Kernel kernel) {
    this.core = core;
    this.kernel = kernel;
    this.body = Expand.loops(kernel.body());
    this.arrays = List.copyOf(Names.buffers(kernel));
  }

  /** The claim, if all of the kernel can be had. */
  static Optional<Claim> of(Core core, Kernel kernel) {
    try {
      KernelClaim claim = new KernelClaim(core, kernel);
      if (Routine.FIRST_ARGUMENT - 2 * (claim.arrays.size() - 1) < LAST_ARGUMENT) {
        return Optional.empty();
      }
      return claim.best();
    } catch (Unsupported e) {
      return Optional.empty();
    }
  }

  /** Code and what it needs. */
  private record Draft(
      Assembly lines,
      List<Integer> saved,
      int frame,
      List<Buffer> constants,
      Timing.Cycles cycles,
      Map<Integer, Double> weights) {}

  /** What is used least goes to the frame until the rest fits into registers. */
  private Optional<Claim> best() {
    Set<Integer> framed = new HashSet<>();
    Draft endless = draft(framed, true);
    List<Integer> order =
        endless.weights().entrySet().stream()
            .sorted(Comparator.comparingDouble(Map.Entry<Integer, Double>::getValue))
            .map(Map.Entry::getKey)
            .toList();
    for (int i = 0; i < MOST_TRIES; i++) {
      try {
        return Optional.of(claim(draft(framed, false)));
      } catch (Registers.Exhausted e) {
        if (i >= order.size()) {
          return Optional.empty();
        }
        framed.add(order.get(i));
      }
    }
    return Optional.empty();
  }

  private Draft draft(Set<Integer> framed, boolean endless) {
    Assembly lines = new Assembly(core);
    Registers registers = new Registers(!framed.isEmpty(), endless);
    Words words = new Words(lines, registers);
    Locals locals = new Locals(words, framed);
    Arrays pointers = new Arrays(words, locals);
    Timing.Collector timing = new Timing.Collector();
    for (int i = 0; i < arrays.size(); i++) {
      registers.take(Routine.FIRST_ARGUMENT - 2 * i, 2);
    }
    for (int i = 0; i < arrays.size(); i++) {
      int low = Routine.FIRST_ARGUMENT - 2 * i;
      Interval addresses = new Interval(0, 0xffff);
      pointers.parameter(arrays.get(i), locals.adopt(addresses, List.of(low, low + 1)));
    }
    StatementCode code =
        new StatementCode(
            words, locals, pointers, timing, core.multiplier(), Accesses.assigned(body));
    code.body(body);
    if (lines.bytes() > 2 * MOST_WORDS) {
      throw new Unsupported(lines.bytes() + " bytes");
    }
    List<Integer> saved =
        registers.used().stream().filter(r -> r < 18 || r == 28 || r == 29).toList();
    Timing.Cycles cycles = timing.timing().of(Map.of());
    return new Draft(
        lines, saved, locals.frameBytes(), constants(pointers), cycles, locals.weights());
  }

  private static List<Buffer> constants(Arrays pointers) {
    return pointers.constants().stream()
        .map(one -> pointers.isFar(one) ? Streams.far(one) : one)
        .toList();
  }

  private Claim claim(Draft draft) {
    Assembly all = new Assembly(core);
    Routine routine = Routine.begin(core, all, draft.saved(), draft.frame(), 0);
    all.append(new Assembly.Part(draft.lines().lines(), draft.lines().bytes() / 2));
    Claim.Cost around = routine.end();
    Claim.Cost cost =
        new Claim.Cost(
            draft.cycles().least() + around.cycles(),
            draft.cycles().most() + around.cycles(),
            around.codeBytes(),
            around.stackBytes());
    String summary =
        draft.cycles().exact() ? "statement by statement" : "time depends on the input";
    return Routine.claim(
        summary,
        draft.constants(),
        cost,
        symbols -> Routine.function(kernel, arrays, draft.constants(), all.lines(), symbols));
  }
}
