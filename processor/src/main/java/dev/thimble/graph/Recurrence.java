package dev.thimble.graph;

import java.util.List;
import java.util.OptionalLong;

/**
 * A recurrent layer over a sequence, which begins with a hidden state of 0.
 *
 * <p>Inputs: the sequence [.., steps, in] with extents of 1 before; weights W [gates * units, in];
 * recurrent weights R [gates * units, units]; biases b and c [gates * units], the gates in the
 * order of {@link Cell}; for {@link Cell#FAST_GRNN} also zeta and nu [2]. Outputs: the hidden
 * states [.., steps, units] or the last one; of a graph of integers with states also the hidden
 * state, and the cell state of an LSTM, in 16 bits [units].
 *
 * @param cell what is computed in a step
 * @param sequence whether the hidden states of all steps are given, not the last one alone
 * @param stateful whether a run goes on from the last state of the run before
 * @param backwards whether the last step comes first; results stand where their inputs do
 */
public record Recurrence(Cell cell, boolean sequence, boolean stateful, boolean backwards)
    implements Operator {
  /** Position of the weights among the inputs. */
  public static final int WEIGHTS = 1;

  /** Position of the recurrent weights. */
  public static final int RECURRENT = 2;

  /** Position of the biases. */
  public static final int BIAS = 3;

  /** Position of the biases of the recurrent sums. */
  public static final int RECURRENT_BIAS = 4;

  /** Position of zeta and nu. */
  public static final int MIX = 5;

  /** Position of the hidden state among the outputs. */
  public static final int HIDDEN = 1;

  /** Position of an LSTM's cell state. */
  public static final int MEMORY = 2;

  /** A layer without states that gives all its steps. */
  public static Recurrence of(Cell cell) {
    return new Recurrence(cell, true, false, false);
  }

  /** The number of units, by the shape of the recurrent weights. */
  public static int units(Shape recurrent) {
    return recurrent.extent(-1);
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shape x = inputs.get(0);
    Shapes.expectRank("recurrent weights", inputs.get(RECURRENT), 2);
    int units = units(inputs.get(RECURRENT));
    int rows = Math.multiplyExact(units, cell.gates());
    if (x.rank() < 2 || x.elements() != (long) x.extent(-2) * x.extent(-1)) {
      throw new ShapeException("expected one sequence of steps x inputs, got " + x);
    }
    expect("weights", inputs.get(WEIGHTS), Shape.of(rows, x.extent(-1)));
    expect("recurrent weights", inputs.get(RECURRENT), Shape.of(rows, units));
    expect("biases", inputs.get(BIAS), Shape.of(rows));
    expect("recurrent biases", inputs.get(RECURRENT_BIAS), Shape.of(rows));
    if (cell == Cell.FAST_GRNN) {
      expect("zeta and nu", inputs.get(MIX), Shape.of(2));
    }
    Shape shown = x.with(-1, units);
    Shape state = Shape.of(units);
    return List.of(sequence ? shown : shown.with(-2, 1), state, state);
  }

  private static void expect(String what, Shape shape, Shape expected) throws ShapeException {
    if (!shape.equals(expected)) {
      throw new ShapeException("expected " + what + " " + expected + ", got " + shape);
    }
  }

  @Override
  public OptionalLong kept(int output) {
    return stateful && output > 0 ? OptionalLong.of(0) : OptionalLong.empty();
  }
}
