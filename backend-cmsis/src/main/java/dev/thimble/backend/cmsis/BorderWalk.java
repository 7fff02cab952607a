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

  /** How many taps can be handled at once: four, where so many lie side by side at each border. */
  static int block(Borders borders) {
    boolean blocks =
        borders.tapStep() == 1
            && borders.columns().stream()
                .allMatch(
                    line -> line.count() % SumCode.BLOCK == 0 && line.from() % SumCode.BLOCK == 0);
    return blocks ? SumCode.BLOCK : 1;
  }

  /**
   * All positions, one after the other.
   *
   * @param travelled how far {@code position} moves r0
   */
  void positions(int travelled, Runnable position) {
    lines.put("r0", in);
    SumCode.address(lines, "r12", constant);
    lines.put("r12", rowTable);
    lines.loop(borders.rows().size(), () -> rowClass(travelled, position));
  }

  private void rowClass(int travelled, Runnable position) {
    lines.comment("how many lines, rows of taps, first input, what to skip");
    lines.get("r12", rowTable).add("ldmia r12!, {r4, r5, r6, r8}").put("r12", rowTable);
    lines.put("r4", rows).put("r5", tapRows).get("r7", in).add("add r6, r6, r7");
    lines.put("r6", row).put("r8", rowSkip);
    lines.counted(
        (double) Borders.count(borders.rows()) / borders.rows().size(),
        rows,
        () -> {
          SumCode.address(lines, "r12", constant);
          lines.advance("r12", 4 * WORD * borders.rows().size());
          lines.put("r12", columnTable);
          lines.loop(borders.columns().size(), () -> columnClass(travelled, position));
          lines.get("r12", row).advance("r12", borders.rowStep()).put("r12", row);
        });
  }

  private void columnClass(int travelled, Runnable position) {
    lines.comment("how many lines, taps, first input, what to skip; what rows skip");
    lines.get("r12", columnTable).add("ldmia r12!, {r0, r3, r4, r5, r6, r8}");
    lines.put("r12", columnTable).put("r0", columns).put("r3", taps);
    lines.get("r7", row).add("add r0, r4, r7");
    lines.get("r7", rowSkip).add("add r5, r5, r7").put("r5", skip);
    lines.add("strd r6, r8, [sp, #%d]".formatted(gaps));
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
    lines.get("r7", skip).add("add %s, %s, r7".formatted(register, register));
  }

  /**
   * The taps that count at this position, row by row. r7, r10 and lr are used between them, lr
   * counts taps.
   *
   * @param input register that walks through the inputs
   * @param beside register that walks beside it
   * @param other a register that is free between rows
   */
  void taps(String input, String beside, String other, Runnable tap) {
    rows(
        input,
        beside,
        other,
        () -> {
          loadTaps("lr");
          lines.counted(Borders.averageTaps(borders.columns()) / block, "lr", tap);
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
          lines.add("ldrd r10, %s, [sp, #%d]".formatted(other, gaps));
          lines.add("add %s, %s, r10".formatted(input, input));
          lines.add("add %s, %s, %s".formatted(beside, beside, other));
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
