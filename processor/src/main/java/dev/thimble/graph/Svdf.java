package dev.thimble.graph;

import java.util.List;

/**
 * One step of a recurrent layer whose weights are split by singular values: each filter maps the
 * input to one number (its feature), keeps its last features, and weighs them over time; a unit is
 * the sum of {@code rank} filters.
 *
 * <p>Inputs: x [1, in]; weights of features [filters, in]; weights over time [filters, memory]; the
 * state [1, filters * memory] from before, oldest features first; the bias [filters / rank], which
 * may be missing. Outputs: [1, filters / rank]; the state after.
 *
 * @param rank filters of one unit
 */
public record Svdf(int rank) implements Operator {
  /** Position of the weights of features among the inputs. */
  public static final int FEATURE = 1;

  /** Position of the weights over time. */
  public static final int TIME = 2;

  /** Position of the state. */
  public static final int STATE = 3;

  /** Position of the bias. */
  public static final int BIAS = 4;

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shape feature = inputs.get(FEATURE);
    Shape time = inputs.get(TIME);
    Shapes.expectRank("weights of features", feature, 2);
    Shapes.expectRank("weights over time", time, 2);
    int filters = feature.extent(0);
    if (rank < 1 || filters % rank != 0 || time.extent(0) != filters) {
      throw new ShapeException(
          "expected " + filters + " filters in units of " + rank + ", got weights " + time);
    }
    if (inputs.get(0).elements() != feature.extent(1)) {
      throw new ShapeException("expected 1x" + feature.extent(1) + ", got " + inputs.get(0));
    }
    if (inputs.get(STATE).elements() != time.elements()) {
      throw new ShapeException(
          "expected a state of " + time.elements() + ", got " + inputs.get(STATE));
    }
    int units = filters / rank;
    if (inputs.size() > BIAS && inputs.get(BIAS).elements() != units) {
      throw new ShapeException("expected " + units + " biases, got " + inputs.get(BIAS));
    }
    return List.of(Shape.of(1, units), inputs.get(STATE));
  }
}
