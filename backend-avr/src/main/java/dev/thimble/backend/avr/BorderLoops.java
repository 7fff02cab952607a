package dev.thimble.backend.avr;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.sums.Borders;
import java.util.ArrayList;
import java.util.List;

/**
 * Loops over the positions of sums with padding. What differs from line to line at the borders,
 * where the first tap lies and how many there are, is a short table in flash; where the loops are
 * lies in a frame on the stack, which Y points to.
 *
 * <p>For each class of columns r11 holds the taps of a row, r12 and r13 what a second pointer skips
 * behind them.
 */
final class BorderLoops {
  /** Places in the frame, of one or two bytes. */
  static final int IN = 1;

  static final int OUT = 3;
  static final int ROW = 5;

  /** The position's first tap in the input. */
  static final int AT = 7;

  static final int ROW_SECOND = 9;

  /** The position's first tap behind the second pointer. */
  static final int SECOND = 11;

  /** Free for the code of a position. */
  static final int OWN = 13;

  static final int ROW_TABLE = 15;
  static final int COLUMN_TABLE = 17;

  /** What the input's pointer skips behind a row of taps. */
  static final int INPUT_GAP = 19;

  static final int ROW_CLASSES = 21;
  static final int ROWS = 22;
  static final int COLUMN_CLASSES = 23;
  static final int COLUMNS = 24;

  /** Rows of taps. */
  static final int TAP_ROWS = 25;

  /** Counts groups of channels. */
  static final int GROUPS = 26;

  static final int FRAME = 26;

  private static final int COUNT = 256;
  private static final int ROW_BYTES = 6;

  private final Assembly lines;
  private final Borders borders;
  private final long base;
  private final int unit;
  private final int unrolled;
  private final int travelled;
  private final int tableConstant;

  /**
   * Loops.
   *
   * @param base of the input's index
   * @param unit steps of the second pointer for a tap
   * @param unrolled taps of a round
   * @param travelled how far the code of a position moves what lies at {@link #AT}
   * @param tableConstant which of the block's constants is the table
   */
  BorderLoops(
      Assembly lines,
      Borders borders,
      long base,
      int unit,
      int unrolled,
      int travelled,
      int tableConstant) {
    this.lines = lines;
    this.borders = borders;
    this.base = base;
    this.unit = unit;
    this.unrolled = unrolled;
    this.travelled = travelled;
    this.tableConstant = tableConstant;
  }

  /** Whether all counts fit into registers. */
  static boolean fit(Borders borders) {
    return areFew(borders.rows()) && areFew(borders.columns());
  }

  private static boolean areFew(List<Borders.Line> lines) {
    return lines.size() <= COUNT
        && lines.stream().allMatch(l -> l.lines() <= COUNT && l.count() <= COUNT);
  }

  /**
   * All positions, the input in r24 and the output in r22.
   *
   * @param classStart before the first position of a row with the same taps
   * @param position of each
   */
  void loop(Runnable classStart, Runnable position) {
    int classes = borders.rows().size();
    put(IN, 24);
    put(OUT, 22);
    address(0);
    put(ROW_TABLE, 30);
    counted(
        ROW_CLASSES,
        classes,
        () -> {
          lines.comment("how many lines, rows of taps, first input, what to skip");
          get(30, ROW_TABLE);
          lines.near("r18").two("std Y+%d, r18".formatted(ROWS));
          lines.near("r18").two("std Y+%d, r18".formatted(TAP_ROWS));
          add(IN, ROW);
          lines.near("r18").near("r19");
          put(ROW_SECOND, 18);
          put(ROW_TABLE, 30);
          repeated(
              ROWS,
              (double) Borders.count(borders.rows()) / classes,
              () -> {
                columns(classStart, position);
                get(18, ROW);
                lines.advance(18, borders.rowStep(), false);
                put(ROW, 18);
              });
        });
  }

  private void columns(Runnable classStart, Runnable position) {
    int classes = borders.columns().size();
    address(ROW_BYTES * borders.rows().size());
    put(COLUMN_TABLE, 30);
    counted(
        COLUMN_CLASSES,
        classes,
        () -> {
          lines.comment("how many lines, taps, first input, what to skip first and behind rows");
          get(30, COLUMN_TABLE);
          lines.near("r18").two("std Y+%d, r18".formatted(COLUMNS));
          lines.near("r11");
          add(ROW, AT);
          add(ROW_SECOND, SECOND);
          lines.near("r18").near("r19");
          put(INPUT_GAP, 18);
          lines.near("r12").near("r13");
          put(COLUMN_TABLE, 30);
          classStart.run();
          repeated(
              COLUMNS,
              (double) Borders.count(borders.columns()) / classes,
              () -> {
                position.run();
                get(18, AT);
                lines.advance(18, borders.columnStep() - travelled, false);
                put(AT, 18);
              });
        });
  }

  /** Code that writes outputs by X. */
  void outputs(Runnable code) {
    get(26, OUT);
    code.run();
    put(OUT, 26);
  }

  /** Z points into the table, which is short and lies near. */
  private void address(int plus) {
    String symbol = "%[c" + tableConstant + "]" + (plus == 0 ? "" : "+" + plus);
    lines.one("ldi r30, lo8(%s)".formatted(symbol)).one("ldi r31, hi8(%s)".formatted(symbol));
  }

  void put(int place, int low) {
    lines.two("std Y+%d, r%d".formatted(place, low));
    lines.two("std Y+%d, r%d".formatted(place + 1, low + 1));
  }

  void get(int low, int place) {
    lines.two("ldd r%d, Y+%d".formatted(low, place));
    lines.two("ldd r%d, Y+%d".formatted(low + 1, place + 1));
  }

  /** The sum of a place and the next two bytes of flash goes to another place. */
  private void add(int from, int to) {
    lines.near("r18").near("r19");
    get(20, from);
    lines.one("add r18, r20").one("adc r19, r21");
    put(to, 18);
  }

  /** A loop whose counter lies in the frame. */
  void counted(int place, int rounds, Runnable body) {
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
  Buffer table(String name) {
    List<Long> bytes = new ArrayList<>();
    for (Borders.Line line : borders.rows()) {
      bytes.add((long) line.lines() & 0xff);
      bytes.add((long) line.count() & 0xff);
      long first = (long) line.first() * borders.rowStep();
      pair(bytes, base + first + (long) line.from() * borders.rowStride());
      pair(bytes, (long) line.from() * borders.rowTaps() * unit);
    }
    for (Borders.Line line : borders.columns()) {
      bytes.add((long) line.lines() & 0xff);
      bytes.add((long) line.count() / unrolled & 0xff);
      long first = (long) line.first() * borders.columnStep();
      pair(bytes, first + (long) line.from() * borders.tapStep());
      pair(bytes, (long) line.from() * unit);
      pair(bytes, borders.rowStride() - (long) line.count() * borders.tapStep());
      pair(bytes, (long) (borders.rowTaps() - line.count()) * unit);
    }
    return Streams.bytes(name, bytes);
  }

  private static void pair(List<Long> bytes, long value) {
    bytes.add(value & 0xff);
    bytes.add(value >> 8 & 0xff);
  }
}
