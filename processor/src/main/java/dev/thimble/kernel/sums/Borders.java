package dev.thimble.kernel.sums;

import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Bound;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A sum with padding, seen as rows of taps that lie side by side: for each line of positions which
 * taps count. Neighbouring lines with the same taps are one {@link Line}.
 *
 * @param rows lines of the outer position axis, with the rows of taps that count
 * @param columns lines of the inner position axis, with the taps of a row that count
 * @param rowStep from a line to the next, in the input
 * @param columnStep the same within a row
 * @param tapStep from a tap to the next, in the input
 * @param rowTaps taps of a whole row
 * @param rowStride from a row of taps to the next, in the input
 */
public record Borders(
    List<Line> rows,
    List<Line> columns,
    int rowStep,
    int columnStep,
    int tapStep,
    int rowTaps,
    int rowStride) {
  /**
   * Neighbouring lines.
   *
   * @param first the first of them
   * @param lines how many
   * @param from the first tap, or row of taps, that counts
   * @param count how many count
   */
  public record Line(int first, int lines, int from, int count) {}

  /** What is left of the taps where all of them lie side by side. */
  private static final Axis ONE = new Axis("", 1);

  /** A loop over taps: an axis, or what is left of one. */
  private record Level(Optional<Axis> axis, int extent, int stride) {
    static final Level ONE = new Level(Optional.empty(), 1, 0);
  }

  /** The sum seen so, if it is of that kind. */
  public static Optional<Borders> of(Windowed sum) {
    return of(sum, false);
  }

  /** The same, also where whole rows of taps lie side by side and one row is not behind another. */
  public static Optional<Borders> ofWholeRows(Windowed sum) {
    return of(sum, true);
  }

  private static Optional<Borders> of(Windowed sum, boolean wholeRows) {
    List<Axis> taps = new ArrayList<>(sum.taps());
    taps.removeIf(axis -> axis.extent() == 1 && !isBounded(sum, axis));
    List<Axis> positions = new ArrayList<>(sum.positions());
    positions.removeIf(axis -> axis.extent() == 1 && !isBounded(sum, axis));
    // Channels of the input, and whatever else lies side by side, are one tap of several numbers.
    int unit = 1;
    while (!taps.isEmpty() && !sum.ownInputs()) {
      Axis last = taps.get(taps.size() - 1);
      if (isBounded(sum, last) || stride(sum, last) != unit) {
        break;
      }
      unit *= last.extent();
      taps.remove(taps.size() - 1);
    }
    if (taps.isEmpty() && unit > 1) {
      return pair(sum, positions, Level.ONE, ONE, unit);
    }
    if (taps.isEmpty() || taps.size() > 2 || positions.size() > 2) {
      return Optional.empty();
    }
    Axis inner = taps.get(taps.size() - 1);
    if (sum.ownInputs() && taps.size() == 1 && isOfRows(sum, positions, inner)) {
      return pair(sum, positions, level(sum, inner), ONE, 1);
    }
    if (unit > 1 && stride(sum, inner) != unit) {
      return wholeRows && taps.size() == 1
          ? pair(sum, positions, level(sum, inner), ONE, unit)
          : Optional.empty();
    }
    Level outer = taps.size() == 1 ? Level.ONE : level(sum, taps.get(0));
    return pair(sum, positions, outer, inner, unit);
  }

  /** Whether the border of taps is one of rows, within which there is a position axis more. */
  private static boolean isOfRows(Windowed sum, List<Axis> positions, Axis taps) {
    return positions.size() == 2 && bound(sum, positions.get(0), taps).isPresent();
  }

  private static Level level(Windowed sum, Axis axis) {
    return new Level(Optional.of(axis), axis.extent(), stride(sum, axis));
  }

  /** A fold of a single input, without padding, seen so. */
  public static Optional<Borders> ofOneInput(Windowed fold) {
    List<Axis> positions = new ArrayList<>(fold.positions());
    positions.removeIf(axis -> axis.extent() == 1);
    return pair(fold, positions, Level.ONE, ONE, 1);
  }

  /** A sum of a single product, without padding, seen so. */
  public static Optional<Borders> ofOneTap(ProductSum sum) {
    boolean one = sum.weights()[0].length == 1 && sum.bounds().isEmpty();
    return one ? ofOneInput(sum) : Optional.empty();
  }

  /** Brings position axes and taps together. */
  private static Optional<Borders> pair(
      Windowed sum, List<Axis> positions, Level outer, Axis inner, int unit) {
    if (positions.size() > 2) {
      return Optional.empty();
    }
    Optional<Axis> row = Optional.empty();
    Optional<Axis> column = Optional.empty();
    if (positions.size() == 2) {
      row = Optional.of(positions.get(0));
      column = Optional.of(positions.get(1));
    } else if (positions.size() == 1) {
      boolean outside =
          outer.axis().isPresent() && bound(sum, positions.get(0), outer.axis().get()).isPresent();
      row = outside ? Optional.of(positions.get(0)) : row;
      column = outside ? column : Optional.of(positions.get(0));
    }
    int explained = 0;
    Optional<Bound> rowBound = Optional.empty();
    if (row.isPresent() && outer.axis().isPresent()) {
      rowBound = bound(sum, row.get(), outer.axis().get());
    }
    Optional<Bound> columnBound = Optional.empty();
    if (column.isPresent()) {
      columnBound = bound(sum, column.get(), inner);
    }
    explained += rowBound.isPresent() ? 1 : 0;
    explained += columnBound.isPresent() ? 1 : 0;
    if (explained != sum.bounds().size()) {
      return Optional.empty();
    }
    List<Line> rows = lines(row, outer.axis(), outer.extent(), rowBound);
    List<Line> columns = lines(column, Optional.of(inner), inner.extent(), columnBound);
    boolean all = rows.stream().allMatch(l -> l.count() > 0);
    if (!all || !columns.stream().allMatch(l -> l.count() > 0)) {
      return Optional.empty();
    }
    return Optional.of(
        new Borders(
            rows,
            columns.stream()
                .map(l -> new Line(l.first(), l.lines(), l.from() * unit, l.count() * unit))
                .toList(),
            row.map(axis -> stride(sum, axis)).orElse(0),
            column.map(axis -> stride(sum, axis)).orElse(0),
            unit > 1 ? 1 : stride(sum, inner),
            inner.extent() * unit,
            outer.stride()));
  }

  private static boolean isBounded(Windowed sum, Axis axis) {
    return sum.bounds().stream().anyMatch(bound -> bound.at().coefficient(axis.name()) != 0);
  }

  private static int stride(Windowed sum, Axis axis) {
    return Math.toIntExact(sum.at().coefficient(axis.name()));
  }

  /** The bound that speaks of these two axes and no other. */
  private static Optional<Bound> bound(Windowed sum, Axis position, Axis tap) {
    return sum.bounds().stream()
        .filter(bound -> bound.at().coefficient(tap.name()) > 0)
        .filter(bound -> bound.at().isOf(position.name(), tap.name()))
        .findFirst();
  }

  private static List<Line> lines(
      Optional<Axis> position, Optional<Axis> taps, int extent, Optional<Bound> bound) {
    int count = position.map(Axis::extent).orElse(1);
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = 0;
      int to = extent;
      if (bound.isPresent()) {
        long start =
            bound.get().at().base()
                + bound.get().at().coefficient(position.orElseThrow().name()) * i;
        long step = bound.get().at().coefficient(taps.orElseThrow().name());
        while (from < to && start + step * from < 0) {
          from++;
        }
        while (to > from && start + step * (to - 1) >= bound.get().extent()) {
          to--;
        }
      }
      Line last = lines.isEmpty() ? null : lines.get(lines.size() - 1);
      if (last != null && last.from() == from && last.count() == to - from) {
        lines.set(lines.size() - 1, new Line(last.first(), last.lines() + 1, from, to - from));
      } else {
        lines.add(new Line(i, 1, from, to - from));
      }
    }
    return lines;
  }

  /** The same with steps in bytes, where an element of the input has so many. */
  public Borders inBytes(int element) {
    return new Borders(
        rows,
        columns,
        element * rowStep,
        element * columnStep,
        element * tapStep,
        rowTaps,
        element * rowStride);
  }

  /** From the first tap of a position to another one, in the input. */
  public int offset(int tap) {
    return tap / rowTaps * rowStride + tap % rowTaps * tapStep;
  }

  /** How many lines there are. */
  public static int count(List<Line> lines) {
    return lines.stream().mapToInt(Line::lines).sum();
  }

  /** How many taps count, on average over the lines. */
  public static double averageTaps(List<Line> lines) {
    return lines.stream().mapToDouble(l -> (double) l.lines() * l.count()).sum() / count(lines);
  }
}
