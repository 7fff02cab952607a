package dev.thimble.backend.avr;

import dev.thimble.backend.Claim;
import dev.thimble.backend.Unsupported;
import dev.thimble.emit.text.Names;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.sums.FoldedSums;
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
  private static final int MOST_TRIES = 100;

  /** Registers from here on are the function's, up to Y. */
  private static final int FIRST_FREE = 18;

  /** To push a register, and to pop it. */
  private static final long PUSH_CYCLES = 4;

  private static final int PUSH_BYTES = 4;

  /** What a longer kernel would be compiled to is not worth the time to compile it. */
  private static final int MOST_WORDS = 3000;

  private final Core core;
  private final Kernel kernel;
  private final FoldedSums.Body body;
  private final List<Buffer> arrays;

  private KernelClaim(Core core, Kernel kernel) {
    this.core = core;
    this.kernel = kernel;
    this.body = FoldedSums.of(kernel, core.multiplier());
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

  /**
   * Where no register is left, what is used least of all that is in registers goes to the frame.
   */
  private Optional<Claim> best() {
    Set<Integer> framed = new HashSet<>();
    Map<Integer, Double> weights = draft(framed, true, new HashSet<>()).weights();
    for (int i = 0; i < MOST_TRIES; i++) {
      Set<Integer> held = new HashSet<>();
      try {
        return Optional.of(claim(draft(framed, false, held)));
      } catch (Registers.Exhausted e) {
        Optional<Integer> least =
            held.stream().min(Comparator.comparingDouble(id -> weights.getOrDefault(id, 0.0)));
        if (least.isEmpty()) {
          return Optional.empty();
        }
        framed.add(least.get());
      }
    }
    return Optional.empty();
  }

  /**
   * The code.
   *
   * @param held gets the locals that are in registers, also where no register is left
   */
  private Draft draft(Set<Integer> framed, boolean endless, Set<Integer> held) {
    Assembly lines = new Assembly(core);
    Registers registers = new Registers(!framed.isEmpty(), endless);
    Words words = new Words(lines, registers);
    Locals locals = new Locals(words, framed, held);
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
            words,
            locals,
            pointers,
            timing,
            core.multiplier(),
            body.pairs(),
            Accesses.assigned(body.stmt()));
    code.body(body.stmt());
    if (lines.bytes() > 2 * MOST_WORDS) {
      throw new Unsupported(lines.bytes() + " bytes");
    }
    List<Integer> saved =
        registers.used().stream()
            .filter(r -> (r < FIRST_FREE && !isArgument(r)) || r == 28 || r == 29)
            .toList();
    Timing.Cycles cycles = timing.timing().of(Map.of());
    return new Draft(
        lines, saved, locals.frameBytes(), constants(pointers), cycles, locals.weights());
  }

  private static List<Buffer> constants(Arrays pointers) {
    return pointers.constants().stream()
        .map(one -> pointers.isFar(one) ? Streams.far(one) : one)
        .toList();
  }

  private boolean isArgument(int register) {
    int last = Routine.FIRST_ARGUMENT - 2 * (arrays.size() - 1);
    return register >= last && register <= Routine.FIRST_ARGUMENT + 1;
  }

  /** Arguments that a caller relies on: the compiler saves these, whatever becomes of them. */
  private int savedArguments() {
    return Math.max(0, FIRST_FREE - (Routine.FIRST_ARGUMENT - 2 * (arrays.size() - 1)));
  }

  private Claim claim(Draft draft) {
    Assembly all = new Assembly(core);
    Routine routine = Routine.begin(core, all, draft.saved(), draft.frame(), 0);
    all.append(new Assembly.Part(draft.lines().lines(), draft.lines().bytes() / 2));
    Claim.Cost around = routine.end();
    int arguments = savedArguments();
    long cycles = around.cycles() + PUSH_CYCLES * arguments;
    Claim.Cost cost =
        new Claim.Cost(
            draft.cycles().least() + cycles,
            draft.cycles().most() + cycles,
            around.codeBytes() + PUSH_BYTES * arguments,
            around.stackBytes() + arguments);
    String summary =
        draft.cycles().exact() ? "statement by statement" : "time depends on the input";
    MergedConstants merged =
        MergedConstants.of(
            kernel.name() + "_constants", arrays.size(), draft.constants(), all.lines());
    return Routine.claim(
        summary,
        merged.constants(),
        cost,
        symbols -> Routine.function(kernel, arrays, merged.constants(), merged.lines(), symbols));
  }
}
