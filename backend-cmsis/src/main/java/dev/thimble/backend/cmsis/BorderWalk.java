package dev.thimble.backend.cmsis;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.sums.Borders;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * The loops over the positions of a sum. What differs from line to line at the borders is a short
 * table; what is needed seldom lies on the stack.
 *
 * <p>At each position r0 points to the first input that counts, and must do so afterwards; all
 * other registers are free.
 */
final class BorderWalk {
  private static final int WORD = 4;

  private final Borders borders;
  private final ThumbAssembly lines;
  private final int block;
  private final IntUnaryOperator bytes;
  private final int constant;
  private final int in;
  private final int row;
  private final int rowSkip;
  private final int rowTable;
  private final int rows;
  private final int tapRows;
  private final int columnTable;
  private final int columns;
  private final int taps;
  private final int skip;
  private final int gaps;
  private final int tapRow;
  private Runnable atColumns = () -> {};

  /**
   * The loops over some positions.
   *
   * @param block taps that are handled at once
   * @param bytes what so many taps take where the taps of a position are walked beside the inputs
   * @param constant which constant of the claim the table is
   */
  BorderWalk(
      Borders borders, ThumbAssembly lines, int block, IntUnaryOperator bytes, int constant) {
    this.borders = borders;
    this.lines = lines;
    this.block = block;
    this.bytes = bytes;
    this.constant = constant;
    in = lines.slot();
    row = lines.slot();
    rowSkip = lines.slot();
    rowTable = lines.slot();
    rows = lines.slot();
    tapRows = lines.slot();
    columnTable = lines.slot();
    columns = lines.slot();
    taps = lines.slot();
    skip = lines.slot();
    gaps = lines.slots(2);
    tapRow = lines.slot();
  }

  /** What is done where another class of positions begins; r2 to r7 are free. */
  void atColumns(Runnable lines) {
    atColumns = lines;
  }

  /** How many taps count at a position. */
  void countTaps(String register, String free) {
    lines.get(register, tapRows).get(free, taps);
    lines.add("muls %s, %s, %s", register, free, register);
  }

  /** How many taps can be handled at once: four, where so many lie side by side at each border. */
  static int block(MappedSum mapped) {
    Borders borders = mapped.borders();
    boolean blocks =
        borders.tapStep() == mapped.unit()
            && borders.columns().stream()
                .allMatch(
                    line -> line.count() % SumCode.BLOCK == 0 && line.from() % SumCode.BLOCK == 0);
    return blocks ? SumCode.BLOCK : 1;
  }

  /**
   * All positions where each has all taps, which needs no table; r0 points to the first one.
   *
   * @param row where the address of a line is kept
   * @param travelled how far {@code position} moves r0
   */
  static void plain(
      Borders borders, ThumbAssembly lines, int row, int travelled, Runnable position) {
    lines.loop(
        Borders.count(borders.rows()),
        () -> {
          lines.put("r0", row);
          lines.loop(
              Borders.count(borders.columns()),
              () -> {
                position.run();
                lines.advance("r0", borders.columnStep() - travelled);
              });
          lines.get("r0", row).advance("r0", borders.rowStep());
        });
  }

  /**
   * All positions, one after the other.
   *
   * @param travelled how far {@code position} moves r0
   */
  void positions(int travelled, Runnable position) {
    lines.put("r0", in);
    lines.address("r2", constant);
    lines.put("r2", rowTable);
    lines.loop(borders.rows().size(), () -> rowClass(travelled, position));
  }

  private void rowClass(int travelled, Runnable position) {
    lines.comment("how many lines, rows of taps, first input, what to skip");
    lines.get("r2", rowTable).add("ldmia r2!, {r3, r4, r5, r6}").put("r2", rowTable);
    lines.put("r3", rows).put("r4", tapRows).get("r7", in).add("add r5, r5, r7");
    lines.put("r5", row).put("r6", rowSkip);
    lines.counted(
        (double) Borders.count(borders.rows()) / borders.rows().size(),
        rows,
        () -> {
          lines.address("r2", constant);
          lines.advance("r2", 4 * WORD * borders.rows().size());
          lines.put("r2", columnTable);
          lines.loop(borders.columns().size(), () -> columnClass(travelled, position));
          lines.get("r2", row).advance("r2", borders.rowStep()).put("r2", row);
        });
  }

  private void columnClass(int travelled, Runnable position) {
    lines.comment("how many lines, taps, first input, what to skip; what rows skip");
    lines.get("r2", columnTable).add("ldmia r2!, {r3, r4}");
    lines.put("r3", columns).put("r4", taps);
    lines.add("ldmia r2!, {r3, r4, r5, r6}").put("r2", columnTable);
    lines.get("r0", row).add("add r0, r0, r3");
    lines.get("r7", rowSkip).add("add r4, r4, r7").put("r4", skip);
    lines.put("r5", gaps).put("r6", gaps + WORD);
    atColumns.run();
    lines.counted(
        (double) Borders.count(borders.columns()) / borders.columns().size(),
        columns,
        () -> {
          position.run();
          lines.advance("r0", borders.columnStep() - travelled);
        });
  }

  /** Adds what comes before the first tap that counts; r7 is used. */
  void skip(String register) {
    lines.get("r7", skip).add("add %s, %s, r7", register, register);
  }

  /**
   * The taps that count at this position, row by row. r7 and r10 are used between them.
   *
   * @param input register that walks through the inputs
   * @param beside register that walks beside it
   * @param other a register that is free between rows
   * @param counter register that counts taps
   */
  void taps(String input, String beside, String other, String counter, Runnable tap) {
    rows(
        input,
        beside,
        other,
        () -> {
          loadTaps(counter);
          lines.counted(Borders.averageTaps(borders.columns()) / block, counter, tap);
        });
  }

  /** How many taps of a row count here, in blocks. */
  void loadTaps(String register) {
    lines.get(register, taps);
  }

  /** The same where a whole row of taps is handled at once, by which both registers move on. */
  void rows(String input, String beside, String other, Runnable tapsOfRow) {
    lines.get("r7", tapRows).put("r7", tapRow);
    lines.counted(
        Borders.averageTaps(borders.rows()),
        tapRow,
        () -> {
          tapsOfRow.run();
          lines.plusWords(input, beside, gaps, other);
        });
  }

  /** Lines of rows, then lines of columns, as the code reads them. */
  Buffer table(String name, long base) {
    List<Long> words = new ArrayList<>();
    for (Borders.Line line : borders.rows()) {
      words.add((long) line.lines());
      words.add((long) line.count());
      long first = (long) line.first() * borders.rowStep();
      words.add(base + first + (long) line.from() * borders.rowStride());
      words.add((long) bytes.applyAsInt(line.from() * borders.rowTaps()));
    }
    for (Borders.Line line : borders.columns()) {
      words.add((long) line.lines());
      words.add((long) line.count() / block);
      long first = (long) line.first() * borders.columnStep();
      words.add(first + (long) line.from() * borders.tapStep());
      words.add((long) bytes.applyAsInt(line.from()));
      words.add(borders.rowStride() - (long) line.count() * borders.tapStep());
      words.add((long) bytes.applyAsInt(borders.rowTaps() - line.count()));
    }
    return SumCode.words(name, words);
  }
}
