package dev.thimble.graph;

import java.util.List;
import java.util.OptionalLong;

/**
 * The last rows of a stream: each run brings some rows, {@code [n, ...]}, and moves the oldest out.
 *
 * <p>A second output, {@link #DUE}, is 1 where the rows are handed on in this run; nodes that read
 * the rows, directly or not, are computed only then. A third one counts the runs down. Neither is
 * there where every run hands on its rows.
 *
 * @param length rows that are kept, at least as many as a run brings
 * @param every how many runs lie between two that hand on
 * @param first the first run that hands on, counted from 0
 */
public record Recent(int length, int every, int first) implements Operator {
  /** Position of the flag among the outputs. */
  public static final int DUE = 1;

  /** Position of the counter: runs until the next that hands on. */
  public static final int COUNT = 2;

  /** Outputs of a node that does not hand on in every run. */
  public static final int OUTPUTS = 3;

  /** Counters have 16 bits. */
  public static final int MOST_RUNS = Short.MAX_VALUE;

  /** Whether some runs hand nothing on. */
  public boolean gates() {
    return every > 1 || first > 0;
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shape rows = inputs.get(0);
    if (rows.rank() == 0 || rows.extent(0) > length) {
      throw new ShapeException("expected at most " + length + " rows, got " + rows);
    }
    List<Integer> extents = new java.util.ArrayList<>(rows.extents());
    extents.set(0, length);
    Shape history = new Shape(extents);
    return gates() ? List.of(history, Shape.of(1), Shape.of(1)) : List.of(history);
  }

  @Override
  public OptionalLong kept(int output) {
    return switch (output) {
      case 0 -> OptionalLong.of(0);
      case COUNT -> OptionalLong.of(first + 1L);
      default -> OptionalLong.empty();
    };
  }
}
