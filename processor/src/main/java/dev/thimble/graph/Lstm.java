package dev.thimble.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * A long short-term memory over a sequence. Gates stand in the order input, forget, cell, output.
 *
 * <p>Inputs: the sequence [.., steps, in] with extents of 1 before; four weights [units, in]; four
 * recurrent weights [units, units]; four biases [units]; the hidden state [1, units] and the cell
 * state [1, units] from before. Outputs: the hidden states [.., steps, units]; the last hidden
 * state; the last cell state.
 *
 * <p>For each step: {@code i, f, o = sigmoid(W x + R h + b)}, {@code g = tanh(W x + R h + b)},
 * {@code c = f * c + i * g}, clipped, and {@code h = o * tanh(c)}.
 *
 * @param cellClip magnitude that the cell state is clipped to; 0 for none
 */
public record Lstm(double cellClip) implements Operator {
  /** Position of the first of four weights among the inputs. */
  public static final int WEIGHTS = 1;

  /** Position of the first of four recurrent weights. */
  public static final int RECURRENT = 5;

  /** Position of the first of four biases. */
  public static final int BIAS = 9;

  /** Position of the hidden state. */
  public static final int HIDDEN = 13;

  /** Position of the cell state. */
  public static final int CELL = 14;

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shape x = inputs.get(0);
    int units = inputs.get(CELL).extent(-1);
    if (x.rank() < 2 || x.elements() != (long) x.extent(-2) * x.extent(-1)) {
      throw new ShapeException("expected one sequence of steps x inputs, got " + x);
    }
    expect(inputs, WEIGHTS, Shape.of(units, x.extent(-1)));
    expect(inputs, RECURRENT, Shape.of(units, units));
    expect(inputs, BIAS, Shape.of(units));
    List<Shape> outputs = new ArrayList<>();
    outputs.add(x.with(-1, units));
    outputs.add(inputs.get(HIDDEN));
    outputs.add(inputs.get(CELL));
    if (inputs.get(HIDDEN).elements() != units) {
      throw new ShapeException("expected a hidden state of " + units + ", got " + outputs.get(1));
    }
    return List.copyOf(outputs);
  }

  private static void expect(List<Shape> inputs, int first, Shape shape) throws ShapeException {
    for (int gate = first; gate < first + 4; gate++) {
      if (!inputs.get(gate).equals(shape)) {
        throw new ShapeException(
            "expected " + shape + " as input " + gate + ", got " + inputs.get(gate));
      }
    }
  }
}
