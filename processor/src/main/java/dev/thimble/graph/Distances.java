package dev.thimble.graph;

import java.util.List;

/**
 * Distances of the input, in one row, to each row of points [points, inputs].
 *
 * <p>Further inputs, each of which may be absent: weights, one for each input [inputs] or for each
 * of every point [points, inputs], above zero, with which differences are multiplied before they
 * count; and what is added to each distance [points]. With weights {@code 1 / deviation} and fit
 * additions these are the log densities of normal distributions with their sign turned round.
 *
 * @param metric what a difference counts
 */
public record Distances(Metric metric) implements Operator {
  /** Position of the points. */
  public static final int POINTS = 1;

  /** Position of the weights. */
  public static final int WEIGHTS = 2;

  /** Position of what is added. */
  public static final int ADDED = 3;

  /** The shape of an input that is not there. */
  static final Shape ABSENT = new Shape(List.of());

  /** Squared Euclidean distances. */
  public Distances() {
    this(Metric.EUCLIDEAN);
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shape x = inputs.get(0);
    Shape points = inputs.get(POINTS);
    check(x, points, inputs.size() > WEIGHTS ? inputs.get(WEIGHTS) : ABSENT);
    if (inputs.size() > ADDED && inputs.get(ADDED).elements() != points.extent(0)) {
      throw new ShapeException("expected an addition for each of " + points + " points");
    }
    return List.of(Shape.of(points.extent(0)));
  }

  /** Points and weights must be those of the inputs; weights of no axes are absent. */
  static void check(Shape x, Shape points, Shape weights) throws ShapeException {
    Shapes.expectRank("points", points, 2);
    if (x.elements() != points.extent(1)) {
      throw new ShapeException("expected points of " + x.elements() + " elements, got " + points);
    }
    boolean each = weights.elements() == points.elements();
    if (weights.rank() > 0 && !each && weights.elements() != points.extent(1)) {
      throw new ShapeException("expected weights for " + points + ", got " + weights);
    }
  }
}
