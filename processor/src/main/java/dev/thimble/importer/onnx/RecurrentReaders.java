package dev.thimble.importer.onnx;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Cell;
import dev.thimble.importer.network.Recurrences;
import dev.thimble.importer.network.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code LSTM}, {@code GRU} and {@code RNN} over one sequence. Gates stand as i, o, f, c and z, r,
 * h in the file.
 */
final class RecurrentReaders {
  private static final int WEIGHTS = 1;
  private static final int RECURRENT = 2;
  private static final int BIAS = 3;
  private static final int LENGTHS = 4;
  private static final int HIDDEN = 5;
  private static final int MEMORY = 6;
  private static final int PEEPHOLES = 7;

  private RecurrentReaders() {}

  static void lstm(Step step) throws Problem {
    expect(step, List.of("Sigmoid", "Tanh", "Tanh"));
    if (step.has(PEEPHOLES) || step.integer("input_forget", 0) != 0) {
      throw step.unsupported("peepholes or coupled gates", "Use an LSTM without them.");
    }
    read(step, Cell.LSTM, 0, 2, 3, 1);
  }

  static void gru(Step step) throws Problem {
    expect(step, List.of("Sigmoid", "Tanh"));
    boolean after = step.integer("linear_before_reset", 0) != 0;
    read(step, after ? Cell.GRU : Cell.GRU_RESET_BEFORE, 1, 0, 2);
  }

  static void simple(Step step) throws Problem {
    List<String> functions = functions(step);
    boolean relu = !functions.isEmpty() && functions.get(0).equalsIgnoreCase("Relu");
    expect(step, List.of(relu ? "Relu" : "Tanh"));
    read(step, relu ? Cell.RELU : Cell.TANH, 0);
  }

  private static List<String> functions(Step step) {
    return step.attribute("activations")
        .map(a -> a.getStringsList().stream().map(s -> s.toStringUtf8()).toList())
        .orElse(List.of());
  }

  private static void expect(Step step, List<String> expected) throws Problem {
    List<String> given = functions(step);
    for (int i = 0; i < given.size(); i++) {
      if (!given.get(i).equalsIgnoreCase(expected.get(i % expected.size()))) {
        throw step.unsupported("the activations " + given, "Use " + expected + ".");
      }
    }
    boolean clipped = step.attribute("clip").isPresent();
    if (clipped || step.has(LENGTHS) && !whole(step)) {
      throw step.unsupported(
          clipped ? "a clip" : "lengths of sequences", "Give it one sequence as it is.");
    }
  }

  /** Whether the stated length is that of the sequence. */
  private static boolean whole(Step step) throws Problem {
    int axis = step.integer("layout", 0) != 0 ? 1 : 0;
    Tensor x = step.input(0);
    Tensor lengths = step.input(LENGTHS);
    return x.rank() == 3
        && step.network().isConstant(lengths)
        && step.network().floats(lengths).length == 1
        && step.network().floats(lengths)[0] == x.extent(axis);
  }

  private static void read(Step step, Cell cell, Integer... gates) throws Problem {
    Recurrences recurrences = new Recurrences(step.network());
    for (int state : List.of(HIDDEN, MEMORY)) {
      if (step.has(state)) {
        recurrences.expectZero(step.input(state));
      }
    }
    boolean batchFirst = step.integer("layout", 0) != 0;
    Tensor x = sequence(step, batchFirst);
    String direction = step.text("direction", "forward");
    List<Tensor> all = new ArrayList<>();
    List<Tensor> ends = new ArrayList<>();
    int sides = direction.equals("bidirectional") ? 2 : 1;
    for (int side = 0; side < sides; side++) {
      boolean backwards = side == 1 || direction.equals("reverse");
      Tensor states = recurrences.states(cell, x, direction(step, side, gates), backwards);
      all.add(step.move().unsqueeze(states, batchFirst ? List.of(0, 2) : List.of(1, 2)));
      Tensor end = recurrences.last(states, backwards);
      ends.add(step.move().unsqueeze(end, List.of(batchFirst ? 1 : 0)));
    }
    step.give(0, step.move().concat(all, batchFirst ? 2 : 1));
    step.give(1, step.move().concat(ends, batchFirst ? 1 : 0));
  }

  private static Tensor sequence(Step step, boolean batchFirst) throws Problem {
    Tensor x = step.input(0);
    int batch = batchFirst ? 0 : 1;
    if (x.rank() != 3) {
      throw step.network().broken("it reads " + x.shape() + " instead of 3 axes");
    }
    if (x.extent(batch) != 1) {
      throw step.unsupported(
          "a batch of " + x.extent(batch) + " sequences", "Export the model for one sequence.");
    }
    return step.move().squeeze(x, List.of(batch));
  }

  private static Recurrences.Direction direction(Step step, int side, Integer[] gates)
      throws Problem {
    Recurrences recurrences = new Recurrences(step.network());
    Tensor weights = recurrences.gates(side(step, WEIGHTS, side, 3), gates);
    Tensor recurrent = recurrences.gates(side(step, RECURRENT, side, 3), gates);
    if (!step.has(BIAS)) {
      return new Recurrences.Direction(weights, recurrent, Optional.empty(), Optional.empty());
    }
    Tensor both = side(step, BIAS, side, 2);
    int rows = weights.extent(0);
    if (both.extent(0) != 2 * rows) {
      throw step.network().broken(both.extent(0) + " biases for " + rows + " rows");
    }
    return new Recurrences.Direction(
        weights,
        recurrent,
        Optional.of(recurrences.gates(step.move().slice(both, 0, 0, rows, 1), gates)),
        Optional.of(recurrences.gates(step.move().slice(both, 0, rows, rows, 1), gates)));
  }

  /** What an input, [directions, ..], has for one direction. */
  private static Tensor side(Step step, int input, int side, int rank) throws Problem {
    Tensor all = step.input(input);
    if (all.rank() != rank || side >= all.extent(0)) {
      throw step.network().broken("its input " + input + " is " + all.shape());
    }
    return step.move().squeeze(step.move().slice(all, 0, side, 1, 1), List.of(0));
  }
}
