package dev.thimble.importer.keras;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Cell;
import dev.thimble.graph.Recurrence;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Slice;
import dev.thimble.graph.Value;
import dev.thimble.importer.Array;
import java.util.Arrays;
import java.util.List;

/**
 * {@code SimpleRNN}, {@code GRU} and {@code LSTM}: kernels [in, gates * units], the gates of a GRU
 * as z, r, h, those of an LSTM as i, f, c, o.
 */
final class RecurrentLayer implements LayerReader {
  private static final List<Integer> GRU_GATES = List.of(1, 0, 2);
  private static final List<Integer> PLAIN_GATES = List.of(0, 1, 2, 3);

  /** Where a side's arrays begin, and whether it is read from the end. */
  record Side(int firstArray, boolean backwards) {}

  @Override
  public Value read(LayerCall call) throws Problem, ShapeException {
    boolean backwards = call.config().flag("go_backwards", false);
    Value states = states(call, call.input(2), new Side(0, backwards));
    if (!call.config().flag("return_sequences", false)) {
      return last(call, states, backwards);
    }
    return backwards ? turned(call, states) : states;
  }

  /** The state after the last step that was read. */
  static Value last(LayerCall call, Value states, boolean backwards)
      throws Problem, ShapeException {
    int steps = states.shape().extent(0);
    int units = states.shape().extent(1);
    int at = backwards ? 0 : steps - 1;
    Value one = call.node(new Slice(List.of(at, 0), List.of(1, 1), Shape.of(1, units)), states);
    return call.reshape(one, Shape.of(units));
  }

  /** Keras gives what it read backwards in the order of reading. */
  private static Value turned(LayerCall call, Value states) throws Problem, ShapeException {
    int steps = states.shape().extent(0);
    return call.node(new Slice(List.of(steps - 1, 0), List.of(-1, 1), states.shape()), states);
  }

  /** Arrays of one direction. */
  static int arrays(LayerCall call) throws Problem {
    return call.config().flag("use_bias", true) ? 3 : 2;
  }

  /** The states of all steps, where their inputs stand. */
  static Value states(LayerCall call, Value x, Side side) throws Problem, ShapeException {
    Cell cell = cell(call);
    int units = call.config().extents("units", 1, 1)[0];
    int rows = cell.gates() * units;
    int in = x.shape().extent(1);
    int at = side.firstArray();
    float[] kernel = rows(call.array(at, "kernel", in, rows), cell, units);
    float[] recurrent = rows(call.array(at + 1, "recurrent kernel", units, rows), cell, units);
    float[] biases = new float[rows];
    float[] others = new float[rows];
    if (arrays(call) == 3 && cell == Cell.GRU) {
      float[] both = call.array(at + 2, "bias", 2, rows).floats();
      biases = reordered(Arrays.copyOf(both, rows), cell, units, 1);
      others = reordered(Arrays.copyOfRange(both, rows, 2 * rows), cell, units, 1);
    } else if (arrays(call) == 3) {
      biases = reordered(call.array(at + 2, "bias", rows).floats(), cell, units, 1);
    }
    return call.node(
        new Recurrence(cell, true, false, side.backwards()),
        x,
        call.constant("kernel", Shape.of(rows, in), kernel),
        call.constant("recurrent_kernel", Shape.of(rows, units), recurrent),
        call.channels("bias", biases),
        call.channels("recurrent_bias", others));
  }

  private static Cell cell(LayerCall call) throws Problem {
    Config config = call.config();
    String function = config.text("activation", "tanh");
    boolean simple = call.layer().kind().equals("SimpleRNN");
    boolean relu = simple && function.equals("relu");
    String gates = simple ? "sigmoid" : config.text("recurrent_activation", "sigmoid");
    if (!(function.equals("tanh") || relu) || !gates.equals("sigmoid")) {
      throw call.unsupported(
          "the activation " + function + " with gates of " + gates,
          "Use tanh and sigmoid; SimpleRNN also takes relu.");
    }
    if (config.flag("time_major", false)) {
      throw call.unsupported("time before the batch", "Let the batch come first.");
    }
    if (config.flag("return_state", false) || config.flag("stateful", false)) {
      throw call.unsupported("a state that is given or kept", "Let it begin with zeros.");
    }
    return switch (call.layer().kind()) {
      case "LSTM" -> Cell.LSTM;
      case "GRU" -> config.flag("reset_after", true) ? Cell.GRU : Cell.GRU_RESET_BEFORE;
      default -> relu ? Cell.RELU : Cell.TANH;
    };
  }

  private static float[] rows(Array array, Cell cell, int units) {
    int rows = cell.gates() * units;
    float[] plain = Kernels.outputsFirst(array, rows);
    return reordered(plain, cell, units, plain.length / rows);
  }

  /** The gates, of so many rows each, in the order of the graph. */
  private static float[] reordered(float[] rows, Cell cell, int units, int columns) {
    boolean gru = cell == Cell.GRU || cell == Cell.GRU_RESET_BEFORE;
    List<Integer> order = gru ? GRU_GATES : PLAIN_GATES;
    float[] result = new float[rows.length];
    int block = units * columns;
    for (int gate = 0; gate < cell.gates(); gate++) {
      System.arraycopy(rows, order.get(gate) * block, result, gate * block, block);
    }
    return result;
  }
}
