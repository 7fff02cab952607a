package dev.thimble.graph;

import java.util.List;

/**
 * The rows of the nearest points, added up: votes of the nearest neighbours.
 *
 * <p>Inputs: x, in one row; points [points, inputs]; what each point adds [points, outputs];
 * weights of the differences [inputs], which may be absent. Of equal distances the point that comes
 * first is nearer.
 *
 * @param count how many points are taken
 * @param metric what a difference counts
 */
public record Neighbours(int count, Metric metric) implements Operator {
  /** Position of the points. */
  public static final int POINTS = 1;

  /** Position of what points add. */
  public static final int ROWS = 2;

  /** Position of the weights. */
  public static final int WEIGHTS = 3;

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shape points = inputs.get(POINTS);
    Shape rows = inputs.get(ROWS);
    Distances.check(
        inputs.get(0), points, inputs.size() > WEIGHTS ? inputs.get(WEIGHTS) : Distances.ABSENT);
    Shapes.expectRank("rows", rows, 2);
    if (rows.extent(0) != points.extent(0)) {
      throw new ShapeException("expected a row for each of " + points + " points, got " + rows);
    }
    if (count < 1 || count > points.extent(0)) {
      throw new ShapeException(
          "expected at least " + count + " points for as many neighbours, got " + points);
    }
    return List.of(Shape.of(rows.extent(1)));
  }
}
