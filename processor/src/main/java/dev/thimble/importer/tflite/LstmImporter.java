package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Lstm;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * UNIDIRECTIONAL_SEQUENCE_LSTM as TensorFlow Lite for Microcontrollers has it: no peepholes, no
 * projection, no layer normalisation. Input numbers are those of {@code lstm_shared.h}.
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
  private static final List<String> GATES = List.of("input", "forget", "cell", "output");

  @Override
  public void read(Step step) throws Problem {
    step.expect(20, INPUTS, 1);
    Value x = step.activation(0);
    step.assembly().numbers().same(step, x);
    Options options = step.options(OPTIONS);
    refuse(step, options);
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
