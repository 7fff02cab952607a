package dev.thimble.backend.avr;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.sums.Borders;
import dev.thimble.kernel.sums.ProductSum;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sums of products with padding as one block of assembly. What differs from line to line at the
 * borders, where the first tap lies and how many there are, is a short table in flash.
 *
 * <p>Besides the registers of {@link SumCode}: r11 counts the taps of a row, r12 and r13 hold what
 * Z skips behind each row of taps and r24 and r25 what X skips, r22 and r23 count rows and taps.
 * Everything else lies in a frame on the stack, which Y points to; X writes the outputs.
 */
final class BorderedSumClaim {
  private static final int COUNT = 256;
  private static final int UNROLLED_WORDS = 60;
  private static final int[] SCALED = {19, 20, 22, 23, 24, 25};

  /** Places in the frame, of one or two bytes. */
  private static final int IN = 1;

  private static final int OUT = 3;
  private static final int ROW = 5;
  private static final int AT = 7;
  private static final int ROW_WEIGHTS = 9;
  private static final int WEIGHTS = 11;
  private static final int GROUP_START = 13;
  private static final int ROW_TABLE = 15;
  private static final int COLUMN_TABLE = 17;
  private static final int INPUT_GAP = 19;
  private static final int ROW_CLASSES = 21;
  private static final int ROWS = 22;
  private static final int COLUMN_CLASSES = 23;
  private static final int COLUMNS = 24;
  private static final int TAP_ROWS = 25;
  private static final int GROUPS = 26;
  private static final int FRAME = 26;

  private final Core core;
  private final ProductSum sum;
  private final Borders borders;
  private final SumCode code;
  private final int group;
  private final int unrolled;
  private final int gap;
  private final Buffer stream;
  private final Buffer table;
  private final Assembly lines = new Assembly();

  private BorderedSumClaim(
      Core core,
      Kernel kernel,
      ProductSum sum,
      Borders borders,
      List<ByteScale> scales,
      int group) {
    this.core = core;
    this.sum = sum;
    this.borders = borders;
    this.group = group;
    this.code = new SumCode(sum, scales, SCALED, "X", false);
    this.gap = borders.tapStep() - (sum.ownInputs() ? group : 1);
    boolean even = borders.columns().stream().allMatch(line -> line.count() % 2 == 0);
    this.unrolled = even && 2 * code.tapWords(group, gap) <= UNROLLED_WORDS ? 2 : 1;
    this.stream = code.stream(kernel.name() + "_stream", group);
    this.table = table(kernel.name() + "_borders");
  }

  /** The claim of a kernel that is such a sum, if all its numbers fit. */
  static Optional<Claim> of(Core core, Kernel kernel) {
    Optional<ProductSum> sum =
        ProductSum.of(kernel).filter(s -> !s.bounds().isEmpty() && s.hasByteFactors());
    Optional<Borders> borders = sum.flatMap(Borders::of);
    if (!core.multiplier() || borders.isEmpty()) {
      return Optional.empty();
    }
    int channels = sum.get().weights().length;
    int group = SumCode.GROUP;
    while (channels % group != 0) {
      group--;
    }
    boolean fits =
        channels / group <= COUNT
            && borders.get().rows().stream().allMatch(l -> l.lines() <= COUNT && l.count() <= COUNT)
            && borders.get().columns().stream()
                .allMatch(l -> l.lines() <= COUNT && l.count() <= COUNT)
            && borders.get().rows().size() <= COUNT
            && borders.get().columns().size() <= COUNT;
    if (!fits) {
      return Optional.empty();
    }
    int size = group;
    return SumCode.scales(sum.get())
        .map(s -> new BorderedSumClaim(core, kernel, sum.get(), borders.get(), s, size).claim());
  }

  private Claim claim() {
    List<Integer> saved = new ArrayList<>(SumCode.registers(group));
    saved.addAll(List.of(11, 12, 13, 28, 29));
    saved.forEach(register -> lines.two("push r" + register));
    lines.loop("r18", "r18", FRAME, () -> lines.two("push r1"));
    lines.one("in r28, 0x3d").one("in r29, 0x3e").one("clr r10");
    put(IN, 24);
    put(OUT, 22);
    rows();
    lines.one("clr r1");
    lines.loop("r18", "r18", FRAME, () -> lines.two("pop r0"));
    for (int i = saved.size() - 1; i >= 0; i--) {
      lines.two("pop r" + saved.get(i));
    }
    Claim.Cost cost =
        Claim.Cost.constant(
            lines.cycles() + core.aroundCycles(),
            lines.bytes() + 2,
            saved.size() + FRAME + core.counterBytes());
    String summary =
        "%d sums of up to %d products each in 24 bits, %d at a time"
            .formatted(sum.weights().length, sum.weights()[0].length, group);
    return new Claim(
        summary,
        List.of(stream, table),
        List.of(),
        List.of(),
        cost,
        s -> code.function(s, List.of(stream, table), lines.lines()));
  }

  private void rows() {
    int classes = borders.rows().size();
    address(30, 1, 0);
    put(ROW_TABLE, 30);
    counted(
        ROW_CLASSES,
        classes,
        () -> {
          lines.comment("how many lines, rows of taps, first input, weights to skip");
          get(30, ROW_TABLE);
          lines.flash("r18").two("std Y+%d, r18".formatted(ROWS));
          lines.flash("r18").two("std Y+%d, r18".formatted(TAP_ROWS));
          add(IN, ROW);
          lines.flash("r18").flash("r19");
          put(ROW_WEIGHTS, 18);
          put(ROW_TABLE, 30);
          repeated(
              ROWS,
              (double) Borders.count(borders.rows()) / classes,
              () -> {
                columns();
                get(18, ROW);
                lines.advance(18, borders.rowStep(), false);
                put(ROW, 18);
              });
        });
  }

  private void columns() {
    int classes = borders.columns().size();
    address(30, 1, 6 * borders.rows().size());
    put(COLUMN_TABLE, 30);
    counted(
        COLUMN_CLASSES,
        classes,
        () -> {
          lines.comment("how many lines, taps, first input, weights to skip; what rows skip");
          get(30, COLUMN_TABLE);
          lines.flash("r18").two("std Y+%d, r18".formatted(COLUMNS));
          lines.flash("r11");
          add(ROW, AT);
          add(ROW_WEIGHTS, WEIGHTS);
          lines.flash("r18").flash("r19");
          put(INPUT_GAP, 18);
          lines.flash("r12").flash("r13");
          put(COLUMN_TABLE, 30);
          repeated(COLUMNS, (double) Borders.count(borders.columns()) / classes, this::position);
        });
  }

  /** All channels of one position. */
  private void position() {
    address(30, 0, 0);
    counted(GROUPS, sum.weights().length / group, this::group);
    get(18, AT);
    int travelled = sum.ownInputs() ? sum.weights().length : 0;
    lines.advance(18, borders.columnStep() - travelled, false);
    put(AT, 18);
  }

  private void group() {
    code.clear(lines, group);
    put(GROUP_START, 30);
    get(18, WEIGHTS);
    lines.one("add r30, r18").one("adc r31, r19");
    get(26, AT);
    get(24, INPUT_GAP);
    lines.two("ldd r22, Y+" + TAP_ROWS);
    lines.rounds(
        Borders.averageTaps(borders.rows()),
        () -> lines.one("dec r22"),
        () -> {
          lines.one("mov r23, r11");
          lines.rounds(
              Borders.averageTaps(borders.columns()) / unrolled,
              () -> lines.one("dec r23"),
              () -> {
                for (int i = 0; i < unrolled; i++) {
                  code.tap(lines, group, gap);
                }
              });
          lines.one("add r26, r24").one("adc r27, r25");
          lines.one("add r30, r12").one("adc r31, r13");
        });
    get(30, GROUP_START);
    lines.advance(30, sum.weights()[0].length * group, true);
    if (sum.ownInputs()) {
      get(18, AT);
      lines.advance(18, group, false);
      put(AT, 18);
    }
    get(26, OUT);
    code.requantise(lines, group);
    put(OUT, 26);
  }

  private void address(int low, int constant, int plus) {
    String symbol = "%[c" + constant + "]" + (plus == 0 ? "" : "+" + plus);
    lines.one("ldi r%d, lo8(%s)".formatted(low, symbol));
    lines.one("ldi r%d, hi8(%s)".formatted(low + 1, symbol));
  }

  private void put(int place, int low) {
    lines.two("std Y+%d, r%d".formatted(place, low));
    lines.two("std Y+%d, r%d".formatted(place + 1, low + 1));
  }

  private void get(int low, int place) {
    lines.two("ldd r%d, Y+%d".formatted(low, place));
    lines.two("ldd r%d, Y+%d".formatted(low + 1, place + 1));
  }

  /** The sum of a place and the next two bytes of flash goes to another place. */
  private void add(int from, int to) {
    lines.flash("r18").flash("r19");
    get(20, from);
    lines.one("add r18, r20").one("adc r19, r21");
    put(to, 18);
  }

  /** A loop whose counter lies in the frame. */
  private void counted(int place, int rounds, Runnable body) {
    if (rounds == 1) {
      body.run();
      return;
    }
    lines.one("ldi r18, " + (rounds & 0xff)).two("std Y+%d, r18".formatted(place));
    repeated(place, rounds, body);
  }

  private void repeated(int place, double average, Runnable body) {
    lines.rounds(
        average,
        () -> {
          lines.two("ldd r18, Y+" + place).one("dec r18");
          lines.two("std Y+%d, r18".formatted(place));
        },
        body);
  }

  /** Lines of rows, then lines of columns, as the code reads them. */
  private Buffer table(String name) {
    List<Long> bytes = new ArrayList<>();
    long base = sum.at().base();
    for (Borders.Line line : borders.rows()) {
      bytes.add((long) line.lines() & 0xff);
      bytes.add((long) line.count() & 0xff);
      long first = (long) line.first() * borders.rowStep();
      pair(bytes, base + first + (long) line.from() * borders.rowStride());
      pair(bytes, (long) line.from() * borders.rowTaps() * group);
    }
    for (Borders.Line line : borders.columns()) {
      bytes.add((long) line.lines() & 0xff);
      bytes.add((long) line.count() / unrolled & 0xff);
      long first = (long) line.first() * borders.columnStep();
      pair(bytes, first + (long) line.from() * borders.tapStep());
      pair(bytes, (long) line.from() * group);
      pair(bytes, borders.rowStride() - (long) line.count() * borders.tapStep());
      pair(bytes, (long) (borders.rowTaps() - line.count()) * group);
    }
    return Streams.bytes(name, bytes);
  }

  private static void pair(List<Long> bytes, long value) {
    bytes.add(value & 0xff);
    bytes.add(value >> 8 & 0xff);
  }
}
