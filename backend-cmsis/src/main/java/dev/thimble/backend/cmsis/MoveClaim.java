package dev.thimble.backend.cmsis;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.sums.Moves;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Copies, slices, concatenations, padding, transpositions: loads and stores in the order of the
 * kernel's elements, several elements at once where they lie side by side.
 *
 * <p>r0 to r3 point into the arrays, r4 or q0 has what is moved, r5 and r6 count.
 */
final class MoveClaim {
  private static final int MOST_INPUTS = 3;
  private static final int LEAST_UNITS = 2;
  private static final int LEAST_UNITS_OF_HELIUM = 4;

  /** Fewer bytes take portable C no longer. */
  private static final int LEAST_BYTES = 4;

  private static final long LARGEST_WORD = 1 << 24;
  private static final List<String> COUNTERS = List.of("r5", "r6");

  private final Moves moves;
  private final List<Buffer> inputs;
  private final MoveUnits core;
  private final ThumbAssembly lines;
  private final Map<String, Integer> travelled = new HashMap<>();

  private MoveClaim(Moves moves, List<Buffer> inputs, MoveUnits core, ThumbAssembly lines) {
    this.moves = moves;
    this.inputs = inputs;
    this.core = core;
    this.lines = lines;
  }

  /** The claim of a kernel that only moves elements. */
  static Optional<Claim> of(Kernel kernel, boolean thumb2, boolean helium) {
    int element = kernel.outputs().get(0).element().bytes();
    MoveUnits thumb = thumb2 ? MoveUnits.thumb2() : MoveUnits.thumb(element);
    MoveUnits core = helium ? MoveUnits.helium() : thumb;
    return Moves.of(kernel)
        .filter(moves -> !kernel.inputs().isEmpty() && kernel.inputs().size() <= MOST_INPUTS)
        .filter(moves -> isWorthIt(moves, core))
        .map(moves -> new MoveClaim(moves, kernel.inputs(), core, lines(thumb2)).claim())
        .flatMap(claim -> claim);
  }

  private static ThumbAssembly lines(boolean thumb2) {
    return thumb2 ? new ThumbAssembly() : new Thumb1Assembly(0);
  }

  private static boolean isWorthIt(Moves moves, MoveUnits core) {
    Element element = moves.output().element();
    int least = core.isHelium() ? LEAST_UNITS_OF_HELIUM : LEAST_UNITS;
    return (Integer.bitCount(element.bytes()) == 1 && element.bytes() <= Integer.BYTES)
        && moves.output().bytes() >= LEAST_BYTES
        && moves.moves().stream().allMatch(move -> MoveBody.of(move, core).isDense(least))
        && moves.moves().stream()
            .allMatch(
                move -> element != Element.I32 || (move.fill() >= 0 && move.fill() < LARGEST_WORD));
  }

  private Optional<Claim> claim() {
    moves.moves().forEach(this::move);
    SumFrame frame = new SumFrame(inputs, moves.output(), core.isHelium());
    String summary = "%d bytes moved".formatted(moves.output().bytes());
    return lines.reaches()
        ? Optional.of(frame.claim(summary, List.of(), List.of(), lines))
        : Optional.empty();
  }

  private void move(Moves.Move move) {
    String from = move.input().map(input -> "r" + inputs.indexOf(input)).orElse("");
    String to = "r" + inputs.size();
    if (from.isEmpty()) {
      fill(move.fill());
    } else {
      advance(from, move.from());
    }
    advance(to, move.to());
    MoveBody body = MoveBody.of(move, core);
    body(body, from, to);
    travelled.merge(from, body.from(), Integer::sum);
    travelled.merge(to, body.to(), Integer::sum);
  }

  /** To an offset in the array. */
  private void advance(String register, int offset) {
    lines.advance(register, offset - travelled.getOrDefault(register, 0));
    travelled.put(register, offset);
  }

  /** As often as it fits into what is stored at once. */
  private void fill(long value) {
    int bits = moves.output().element().bits();
    long unit = value & ((1L << bits) - 1);
    long all = unit;
    for (int known = bits;
        known < Byte.SIZE * Math.min(core.most(), Integer.BYTES);
        known += bits) {
      all |= unit << known;
    }
    lines.number("r4", (int) all);
    if (core.isHelium()) {
      lines.add("vdup.32 q0, r4");
    }
  }

  private void body(MoveBody body, String from, String to) {
    if (body instanceof MoveBody.Straight straight) {
      straight.units().forEach(unit -> unit(unit, from, to));
    } else if (body instanceof MoveBody.Vectors vectors) {
      lines.number("r12", vectors.bytes());
      lines.predicated(
          MoveUnits.VECTOR,
          vectors.rounds(),
          "r12",
          () -> {
            if (!from.isEmpty()) {
              lines.add("vldrb.8 q0, [%s], #16", from);
            }
            lines.add("vstrb.8 q0, [%s], #16", to);
          });
    } else if (body instanceof MoveBody.Repeat repeat) {
      repeat(repeat, from, to);
    }
  }

  private void repeat(MoveBody.Repeat repeat, String from, String to) {
    Runnable round =
        () -> {
          body(repeat.body(), from, to);
          if (!from.isEmpty()) {
            lines.advance(from, repeat.fromStep() - repeat.body().from());
          }
          lines.advance(to, repeat.toStep() - repeat.body().to());
        };
    if (repeat.rounds() > 1 && repeat.body().depth() < COUNTERS.size()) {
      String counter = COUNTERS.get(repeat.body().depth());
      lines.number(counter, repeat.rounds()).counted(repeat.rounds(), counter, round);
    } else {
      lines.loop(repeat.rounds(), round);
    }
    body(repeat.rest(), from, to);
  }

  private void unit(MoveUnits.Unit unit, String from, String to) {
    boolean vector = unit.bytes() == MoveUnits.VECTOR;
    String size = unit.bytes() == 1 ? "b" : unit.bytes() == 2 ? "h" : "";
    if (!from.isEmpty()) {
      String load = vector ? "vldrb.8 q0" : "ldr" + size + " r4";
      lines.add("%s, [%s, #%d]", load, from, unit.from());
    }
    String store = vector ? "vstrb.8 q0" : "str" + size + " r4";
    lines.add("%s, [%s, #%d]", store, to, unit.to());
  }
}
