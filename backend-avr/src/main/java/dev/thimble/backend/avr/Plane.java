package dev.thimble.backend.avr;

import dev.thimble.kernel.sums.Borders;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One channel of a sum's input with its padding, row after row: the cells that any tap of any
 * position meets.
 *
 * @param down how rows of positions, and of taps, lie in it
 * @param across the same within a row
 * @param rowStride from a row of cells to the next, in the input
 * @param cellStride from a cell to the next, in the input
 */
record Plane(Lines down, Lines across, int rowStride, int cellStride) {
  private static final int COUNT = 256;

  /**
   * A direction.
   *
   * @param positions how many
   * @param step from a position to the next, in cells
   * @param taps how many
   * @param first cell that is in the input: those before it are padding
   * @param real how many are in the input
   */
  record Lines(int positions, int step, int taps, int first, int real) {
    /** The direction, if all positions have the same padding around them. */
    static Optional<Lines> of(List<Borders.Line> lines, int step, int taps) {
      int first = Integer.MAX_VALUE;
      int last = 0;
      for (Borders.Line line : lines) {
        first = Math.min(first, line.first() * step + line.from());
        int end = line.first() + line.lines() - 1;
        last = Math.max(last, end * step + line.from() + line.count() - 1);
      }
      Lines found = new Lines(Borders.count(lines), step, taps, first, last - first + 1);
      return lines.stream().allMatch(found::has) ? Optional.of(found) : Optional.empty();
    }

    /** Whether the taps that count are those that meet cells of the input. */
    private boolean has(Borders.Line line) {
      return IntStream.range(line.first(), line.first() + line.lines())
          .map(position -> position * step)
          .allMatch(
              at ->
                  line.from() == Math.max(0, first - at)
                      && line.from() + line.count() == Math.min(taps, first + real - at));
    }

    int cells() {
      return (positions - 1) * step + taps;
    }

    boolean isPadded() {
      return real < cells();
    }
  }

  /**
   * The plane of a sum with so many taps, if steps are whole cells and all counts fit into
   * registers.
   */
  static Optional<Plane> of(Borders borders, int taps) {
    int tapRows = taps / borders.rowTaps();
    int rowStride = tapRows > 1 ? borders.rowStride() : borders.rowStep();
    int down = Borders.count(borders.rows()) > 1 ? whole(borders.rowStep(), rowStride) : 1;
    int across =
        Borders.count(borders.columns()) > 1 ? whole(borders.columnStep(), borders.tapStep()) : 1;
    if (down == 0 || across == 0) {
      return Optional.empty();
    }
    return Lines.of(borders.rows(), down, tapRows)
        .flatMap(
            rows ->
                Lines.of(borders.columns(), across, borders.rowTaps())
                    .map(columns -> new Plane(rows, columns, rowStride, borders.tapStep())))
        .filter(plane -> plane.down.cells() <= COUNT && plane.across.cells() <= COUNT);
  }

  /** How often a step holds a stride; 0 if not a whole number of times, or never. */
  private static int whole(int step, int stride) {
    return stride > 0 && step > 0 && step % stride == 0 ? step / stride : 0;
  }

  int bytes() {
    return down.cells() * across.cells();
  }

  boolean isPadded() {
    return down.isPadded() || across.isPadded();
  }

  /** The first cell of the input, in the plane. */
  int firstCell() {
    return down.first() * across.cells() + across.first();
  }

  /** The same behind the first tap of the first position, in the input. */
  int firstInput() {
    return down.first() * rowStride + across.first() * cellStride;
  }

  /** A tap behind the first one of its position. */
  int offset(int tapRow, int column) {
    return tapRow * across.cells() + column;
  }
}
