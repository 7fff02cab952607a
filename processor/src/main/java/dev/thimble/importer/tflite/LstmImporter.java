package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Cell;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Lstm;
import dev.thimble.graph.Recurrence;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * UNIDIRECTIONAL_SEQUENCE_LSTM as TensorFlow Lite for Microcontrollers has it: no peepholes, no
 * projection, no layer normalisation. Input numbers are those of {@code lstm_shared.h}. One of
 * reals goes on from its last state as well.
 */
final class LstmImporter implements OperatorImporter {
  private static final int OPTIONS = 71;
  private static final int INPUTS = 24;
  private static final int TANH = 4;
  private static final int WEIGHTS = 1;
  private static final int RECURRENT = 5;
  private static final int BIAS = 12;
  private static final int HIDDEN = 18;
  private static final int CELL = 19;

  /**
   * The hyperbolic tangent is 1 to six digits beyond: a clip there only shortens how long a cell
   * takes to come back, and is left out.
   */
  private static final float CELL_REACH = 8;

  private static final List<String> GATES = List.of("input", "forget", "cell", "output");

  @Override
  public void read(Step step) throws Problem {
    step.expect(20, INPUTS, 1);
    Value x = step.activation(0);
    step.assembly().numbers().same(step, x);
    Options options = step.options(OPTIONS);
    refuse(step, options);
    if (x.element() == ElementType.FLOAT32) {
      reals(step, x, options);
      return;
    }
    Value hidden = state(step, HIDDEN);
    Value cell = state(step, CELL);
    int units = cell.shape().extent(-1);
    List<Value> inputs = new ArrayList<>();
    inputs.add(sequence(step, x, options.flag(3)));
    inputs.addAll(weights(step, x, WEIGHTS, "weights"));
    inputs.addAll(weights(step, x, RECURRENT, "recurrent"));
    for (int gate = 0; gate < GATES.size(); gate++) {
      inputs.add(bias(step, x, BIAS + gate, units));
    }
    inputs.add(hidden);
    inputs.add(cell);
    double clip = options.real(1, 0);
    List<Value> outputs =
        step.emitAll(new Lstm(clip > 0 ? clip : 0), inputs, List.of(hidden, cell));
    step.assembly().variables().assign(step, variable(step, HIDDEN), outputs.get(1));
    step.assembly().variables().assign(step, variable(step, CELL), outputs.get(2));
  }

  /** A layer of reals; its gates stand in the same order, one below the other. */
  private static void reals(Step step, Value x, Options options) throws Problem {
    float clip = options.real(1, 0);
    if (clip > 0 && clip < CELL_REACH) {
      throw step.unsupported("a cell clipped at " + clip, "Clip it at 8 or beyond, or not at all.");
    }
    int units = step.variable(CELL).shape().extent(-1);
    if (step.variable(HIDDEN).shape().extent(-1) != units) {
      throw step.broken("states of " + step.variable(HIDDEN).shape() + " for " + units + " units");
    }
    List<Value> biases = new ArrayList<>();
    for (int gate = 0; gate < GATES.size(); gate++) {
      biases.add(bias(step, x, BIAS + gate, units));
    }
    step.emit(
        new Recurrence(Cell.LSTM, true, true, false),
        sequence(step, x, options.flag(3)),
        stacked(step, "weights", weights(step, x, WEIGHTS, "weights"), x.shape().extent(-1)),
        stacked(step, "recurrent", weights(step, x, RECURRENT, "recurrent"), units),
        stacked(step, "bias", biases, 1),
        Value.real(
            step.assembly().fresh(step.name() + "_recurrent_bias"),
            Shape.of(GATES.size() * units),
            new float[GATES.size() * units]));
  }

  /** The constants of the gates as one, {@code columns} wide; one of width 1 is a vector. */
  private static Value stacked(Step step, String role, List<Value> gates, int columns)
      throws Problem {
    Shape first = gates.get(0).shape();
    long expected = (long) first.extent(0) * columns;
    for (Value gate : gates) {
      if (!gate.shape().equals(first) || gate.shape().elements() != expected) {
        throw step.broken(role + " of " + gate.shape() + " and " + first + " by " + columns);
      }
    }
    float[] all = new float[Math.toIntExact(expected * gates.size())];
    for (int gate = 0; gate < gates.size(); gate++) {
      System.arraycopy(gates.get(gate).floats(), 0, all, (int) (gate * expected), (int) expected);
    }
    int rows = first.extent(0) * gates.size();
    return Value.real(
        step.assembly().fresh(step.name() + "_" + role),
        first.rank() == 1 ? Shape.of(rows) : Shape.of(rows, columns),
        all);
  }

  /** The reference reads biases of 64 bits where activations have 16, whatever the file says. */
  private static Value bias(Step step, Value x, int input, int units) throws Problem {
    List<Value> bias = step.assembly().numbers().bias(step, x, input, units);
    if (bias.isEmpty()) {
      throw step.unsupported("an LSTM without biases", "Give each gate a bias.");
    }
    boolean narrow = bias.get(0).element() == ElementType.INT32;
    if (x.element() == ElementType.INT16 && narrow) {
      throw step.unsupported(
          "an LSTM of int16 with biases of int32", "Convert the model to int16x8 again.");
    }
    return bias.get(0);
  }

  /** The sequence as steps x inputs behind an extent of 1. */
  private static Value sequence(Step step, Value x, boolean timeMajor) throws Problem {
    Shape shape = x.shape();
    if (shape.rank() != 3 || shape.extent(timeMajor ? 1 : 0) != 1) {
      throw step.unsupported("an LSTM over " + shape, "Use one sequence at a time.");
    }
    return timeMajor
        ? step.helper("steps", new Reshape(Shape.of(1, shape.extent(0), shape.extent(2))), x)
        : x;
  }

  private static void refuse(Step step, Options options) throws Problem {
    boolean more = false;
    for (int input = 9; input < INPUTS; input++) {
      boolean wanted = (input >= BIAS && input < BIAS + 4) || input == HIDDEN || input == CELL;
      more |= step.has(input) && !wanted;
    }
    boolean projected = options.real(2, 0) != 0;
    if (more || projected || options.flag(5) || options.small(0) != TANH) {
      throw step.unsupported(
          "an LSTM with peepholes, projection, layer normalisation or another activation than tanh",
          "Use a plain LSTM.");
    }
  }

  private static List<Value> weights(Step step, Value x, int first, String role) throws Problem {
    List<Value> weights = new ArrayList<>();
    for (int gate = 0; gate < GATES.size(); gate++) {
      Value stored = step.input(first + gate, role + "_" + GATES.get(gate));
      if (stored.quantization().filter(q -> q.perChannel()).isPresent()
          && x.element() != ElementType.FLOAT32) {
        throw step.unsupported("an LSTM with scales for channels", "Convert with one scale.");
      }
      weights.add(step.assembly().numbers().weights(step, x, stored, stored.shape(), 0));
    }
    return weights;
  }

  /** The state as it was left by the call before. */
  private static Value state(Step step, int input) throws Problem {
    FileTensor tensor = step.variable(input);
    return step.assembly()
        .numbers()
        .activation(step, step.assembly().variables().read(step, variable(step, input), tensor));
  }

  private static String variable(Step step, int input) {
    return "tensor " + step.operator().inputs().get(input);
  }
}
