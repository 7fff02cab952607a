package dev.thimble.backend.cmsis;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.sums.Borders;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The loops over the positions of a sum, for cores with Helium. With padding the addresses of all
 * taps of a position stand in a table on the stack; a tap on padding has the address of bytes that
 * stand for zero. So each position has all taps, and the same code.
 *
 * <p>At each position r0 points to the first tap, on padding or not, and must do so afterwards. r11
 * and r12 are taken where there is padding.
 */
final class TapTable {
  /** The most taps and classes of positions that such code is worth it for. */
  private static final int MOST_TAPS = 32;

  private static final int MOST_CLASSES = 25;
  private static final int WORD = 4;
  private static final int LANES = 4;

  /** In the table of a class: a tap on padding. */
  private static final long MISSING = Integer.MIN_VALUE;

  private final Borders borders;
  private final int taps;
  private final boolean padded;
  private final ThumbAssembly lines;
  private final int row;
  private final int rowTable;
  private final int rows;
  private final int columnTable;
  private final int columns;
  private final int addresses;

  /**
   * The loops over some positions.
   *
   * @param mapped the sum
   * @param lines where the lines go
   */
  TapTable(MappedSum mapped, ThumbAssembly lines) {
    borders = mapped.borders();
    taps = mapped.taps();
    padded = !mapped.sum().bounds().isEmpty();
    this.lines = lines;
    row = lines.slot();
    rowTable = lines.slot();
    rows = lines.slot();
    columnTable = lines.slot();
    columns = lines.slot();
    addresses = padded ? lines.slots(vectors() * LANES) : 0;
  }

  /** Whether the positions of a sum can be walked so. */
  static boolean fits(MappedSum mapped) {
    Borders borders = mapped.borders();
    return mapped.taps() <= MOST_TAPS
        && borders.rows().size() * borders.columns().size() <= MOST_CLASSES;
  }

  /** Vectors of addresses. */
  private int vectors() {
    return (taps + LANES - 1) / LANES;
  }

  /**
   * All positions, one after the other.
   *
   * @param table which constant of the claim {@link #table} is
   * @param zeros which constant the bytes are that stand for zero
   * @param base of the input's index
   */
  void positions(int table, int zeros, int base, Runnable position) {
    lines.advance("r0", base);
    if (!padded) {
      BorderWalk.plain(borders, lines, row, 0, position);
      return;
    }
    lines.add("mov r11, #" + MISSING).address("r12", zeros);
    lines.address("r2", table).put("r2", rowTable);
    lines.loop(borders.rows().size(), () -> rowClass(position));
  }

  private void rowClass(Runnable position) {
    lines.get("r2", rowTable).add("ldr r3, [r2], #4").put("r2", rowTable).put("r3", rows);
    lines.counted(
        (double) Borders.count(borders.rows()) / borders.rows().size(),
        rows,
        () -> {
          lines.put("r0", row).get("r2", rowTable).put("r2", columnTable);
          lines.loop(borders.columns().size(), () -> columnClass(position));
          lines.get("r0", row).advance("r0", borders.rowStep());
        });
    lines.get("r2", columnTable).put("r2", rowTable);
  }

  private void columnClass(Runnable position) {
    lines.get("r2", columnTable).add("ldr r3, [r2], #4").put("r2", columnTable).put("r3", columns);
    lines.counted(
        (double) Borders.count(borders.columns()) / borders.columns().size(),
        columns,
        () -> {
          addresses();
          position.run();
          lines.advance("r0", borders.columnStep());
        });
    lines.get("r2", columnTable).advance("r2", WORD * LANES * vectors());
    lines.put("r2", columnTable);
  }

  private void addresses() {
    lines.comment("addresses of all taps");
    lines.get("r5", columnTable).add("vdup.32 q2, r12");
    for (int v = 0; v < vectors(); v++) {
      lines.add("vldrw.u32 q0, [r5], #16").add("vcmp.i32 eq, q0, r11").add("vadd.i32 q0, q0, r0");
      lines.add("vpsel q0, q2, q0");
      lines.add("vstrw.32 q0, [sp, #%d]", addresses + WORD * LANES * v);
    }
  }

  /**
   * The address of a tap.
   *
   * @param offset register with what is added to it, unless it is empty
   */
  void address(String register, int tap, String offset) {
    if (padded) {
      lines.get(register, addresses + WORD * tap);
    } else {
      lines.add("mov %s, r0", register).advance(register, borders.offset(tap));
    }
    if (!offset.isEmpty()) {
      lines.add("add %s, %s, %s", register, register, offset);
    }
  }

  /** For each class of rows how many, for each of its classes of columns how many, and the taps. */
  Buffer table(String name) {
    List<Long> words = new ArrayList<>();
    for (Borders.Line line : borders.rows()) {
      words.add((long) line.lines());
      for (Borders.Line column : borders.columns()) {
        words.add((long) column.lines());
        IntStream.range(0, LANES * vectors())
            .mapToObj(tap -> isThere(line, column, tap) ? (long) borders.offset(tap) : MISSING)
            .forEach(words::add);
      }
    }
    return SumCode.words(name, words);
  }

  private boolean isThere(Borders.Line line, Borders.Line column, int tap) {
    return isWithin(line, tap / borders.rowTaps()) && isWithin(column, tap % borders.rowTaps());
  }

  private static boolean isWithin(Borders.Line line, int tap) {
    return tap >= line.from() && tap < line.from() + line.count();
  }
}
