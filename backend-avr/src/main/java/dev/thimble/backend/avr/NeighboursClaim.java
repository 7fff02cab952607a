package dev.thimble.backend.avr;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.sums.NearestSum;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Nearest neighbours by {@link SquaredCode}: each distance is compared with the farthest one that
 * is kept, and few take their place. Time depends on how many do.
 *
 * <p>Y points to the distances that are kept, r16 to the places of their rows, r14 is the place of
 * the next point's row; the pointer to the output waits on the stack.
 */
final class NeighboursClaim {
  /** What Y reaches: so many distances of four bytes. */
  private static final int MOST = 16;

  private static final int POINTER_BYTES = 2;

  /** The place of a row, while the places behind it move. */
  private static final int ROW_BYTES = 2;

  /** Registers of sums of products: r2 to r13. */
  private static final int SUMS = 12;

  /** Registers of an element of a row. */
  private static final int VALUE = 8;

  private static final int LARGEST = 1 << 16;

  private final Core core;
  private final Kernel kernel;
  private final NearestSum sum;
  private final SquaredCode code;
  private final int count;
  private final int places;
  private final Buffer rows;
  private final Assembly lines;

  private NeighboursClaim(Core core, Kernel kernel, NearestSum sum, SquaredCode code) {
    this.core = core;
    this.lines = new Assembly(core);
    this.kernel = kernel;
    this.sum = sum;
    this.code = code;
    this.count = sum.nearest().length();
    this.places = sum.kept().element().bytes();
    this.rows =
        Streams.bytes(kernel.name() + "_rows", sum.rows().values(), sum.rows().element().bytes());
  }

  /** The claim of a kernel that is such a sum, if all its numbers fit. */
  static Optional<Claim> of(Core core, Kernel kernel) {
    Optional<NearestSum> found = core.multiplier() ? NearestSum.of(kernel) : Optional.empty();
    return found.flatMap(
        sum ->
            SquaredCode.of(kernel.name() + "_stream", sum.distances(), SUMS)
                .filter(code -> fits(sum))
                .map(code -> new NeighboursClaim(core, kernel, sum, code).claim()));
  }

  private static boolean fits(NearestSum sum) {
    return sum.nearest().length() <= MOST
        && sum.kept().element().bytes() <= 2
        && sum.outputs() <= 256
        && (long) sum.rows().length() * sum.rows().element().bytes() < LARGEST
        && sum.rows().element().bytes() <= 4
        && sum.farthest() == Integer.MAX_VALUE;
  }

  private Claim claim() {
    List<Integer> saved = new ArrayList<>(IntStream.rangeClosed(2, 17).boxed().toList());
    saved.addAll(List.of(28, 29));
    int pushed = SquaredCode.COMMON_BYTES + POINTER_BYTES + ROW_BYTES;
    Routine routine = Routine.begin(core, lines, saved, 0, pushed);
    lines.one("movw r28, r20").one("movw r16, r18");
    lines.two("push r22").two("push r23");
    fill();
    lines.one("clr r14").one("clr r15");
    Paths paths = new Paths();
    code.emit(lines, () -> paths.keep());
    lines.two("pop r27").two("pop r26");
    votes();
    Claim.Cost most = routine.end();
    long points = sum.distances().points().length;
    Claim.Cost cost =
        new Claim.Cost(
            most.leastCycles() + points * paths.least,
            most.cycles() + points * paths.most,
            most.codeBytes(),
            most.stackBytes());
    List<Buffer> constants = List.of(Streams.of(core, code.stream()), rows);
    List<Buffer> arrays =
        List.of(sum.distances().input(), sum.distances().output(), sum.nearest(), sum.kept());
    String summary =
        "the nearest %d of %d points; time depends on how many are nearer than those before them"
            .formatted(count, points);
    return Routine.claim(
        summary,
        constants,
        cost,
        symbols -> Routine.function(kernel, arrays, constants, lines.lines(), symbols));
  }

  /** Nothing is near yet. */
  private void fill() {
    lines.one("ldi r18, 255").one("ldi r19, 127").one("movw r26, r16").one("clr r20");
    for (int n = 0; n < count; n++) {
      for (int part = 0; part < 4; part++) {
        lines.two("std Y+%d, %s".formatted(4 * n + part, part == 3 ? "r19" : "r18"));
      }
      for (int part = 0; part < places; part++) {
        lines.two("st X+, r20");
      }
    }
  }

  /** What becomes of one distance, with its cycles at least and at most. */
  private final class Paths {
    private long least;
    private long most;

    /** Skips what follows if the distance is not below the n-th one kept. */
    private String unlessNearer(int n) {
      String end = lines.label();
      for (int part = 0; part < 4; part++) {
        count("ldd r0, Y+%d".formatted(4 * n + part), 2);
        count((part == 0 ? "cp " : "cpc ") + SquaredCode.DISTANCE.get(part) + ", r0", 1);
      }
      // A long way is jumped over.
      count("brlo .+2", 2);
      lines.uncounted("rjmp " + end);
      return end;
    }

    private void count(String instruction, int cycles) {
      lines.uncounted(instruction);
      most += cycles;
    }

    private void keep() {
      most = 0;
      String end = unlessNearer(count - 1);
      // The comparison, a branch that is not taken and a jump.
      least = most + 1;
      count("push r14", 2);
      count("push r15", 2);
      for (int n = 0; n < count; n++) {
        String next = unlessNearer(n);
        swap(n);
        lines.place(next);
      }
      count("pop r15", 2);
      count("pop r14", 2);
      lines.place(end);
      advance();
    }

    /** The distance takes the place, and what was there goes on. */
    private void swap(int n) {
      for (int part = 0; part < 4; part++) {
        String register = SquaredCode.DISTANCE.get(part);
        count("ldd r0, Y+%d".formatted(4 * n + part), 2);
        count("std Y+%d, %s".formatted(4 * n + part, register), 2);
        count("mov %s, r0".formatted(register), 1);
      }
      count("movw r26, r16", 1);
      if (n > 0) {
        count("adiw r26, " + places * n, 2);
      }
      for (int part = 0; part < places; part++) {
        count("ld r0, X", 2);
        count("st X+, r%d".formatted(14 + part), 2);
        count("mov r%d, r0".formatted(14 + part), 1);
      }
    }

    private void advance() {
      lines.one("ldi r18, " + (sum.outputs() & 0xff)).one("add r14, r18");
      lines.one("ldi r18, " + (sum.outputs() >> 8)).one("adc r15, r18");
    }
  }

  /**
   * Adds up the rows of those kept: X points to the next output, r24 to the first row's element.
   */
  private void votes() {
    lines.comment("rows of those kept");
    lines.one("movw r28, r16").one("ldi r24, lo8(%[c1])").one("ldi r25, hi8(%[c1])");
    int from = sum.rows().element().bytes();
    int to = sum.distances().output().element().bytes();
    lines.loop(
        "r20",
        "r18",
        sum.outputs(),
        () -> {
          for (int part = 0; part < to; part++) {
            lines.one("clr r" + (2 + part));
          }
          for (int n = 0; n < count; n++) {
            add(n, from, to);
          }
          for (int part = 0; part < to; part++) {
            lines.two("st X+, r" + (2 + part));
          }
          lines.two("adiw r24, " + from);
        });
  }

  private void add(int n, int from, int to) {
    lines.two("ldd r30, Y+" + places * n);
    if (places > 1) {
      lines.two("ldd r31, Y+" + (places * n + 1));
    } else {
      lines.one("clr r31");
    }
    for (int doubled = 1; doubled < from; doubled *= 2) {
      lines.one("lsl r30").one("rol r31");
    }
    lines.one("add r30, r24").one("adc r31, r25");
    for (int part = 0; part < from; part++) {
      lines.near("r" + (VALUE + part));
    }
    if (from < to) {
      // The sign comes before the sum, whose carries it would change.
      lines.one("mov r18, r" + (VALUE + from - 1)).one("lsl r18").one("sbc r18, r18");
    }
    for (int part = 0; part < to; part++) {
      int by = part < from ? VALUE + part : 18;
      lines.one("%s r%d, r%d".formatted(part == 0 ? "add" : "adc", 2 + part, by));
    }
  }
}
