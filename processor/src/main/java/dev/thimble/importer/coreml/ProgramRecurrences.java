package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Cell;
import dev.thimble.importer.network.Movements;
import dev.thimble.importer.network.Recurrences;
import dev.thimble.importer.network.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code lstm} and {@code rnn} over one sequence [steps, 1, in]. */
final class ProgramRecurrences {
  private ProgramRecurrences() {}

  /** Gates stand as i, f, o, z in the file. */
  static void lstm(ProgramStep step) throws Problem {
    expect(step, "recurrent_activation", "sigmoid");
    expect(step, "cell_activation", "tanh");
    expect(step, "activation", "tanh");
    if (step.has("peephole") || step.has("clip")) {
      throw step.network().unsupported("peepholes or a clip", "Use an LSTM without them.");
    }
    read(step, Cell.LSTM, 0, 1, 3, 2);
  }

  static void simple(ProgramStep step) throws Problem {
    boolean relu = step.text("activation", "tanh").equals("relu");
    expect(step, "activation", relu ? "relu" : "tanh");
    read(step, relu ? Cell.RELU : Cell.TANH, 0);
  }

  private static void expect(ProgramStep step, String name, String function) throws Problem {
    String given = step.text(name, function);
    if (!given.equals(function)) {
      throw step.network().unsupported("the function " + given, "Use " + function + ".");
    }
  }

  private static void read(ProgramStep step, Cell cell, Integer... gates) throws Problem {
    Movements move = new Movements(step.network());
    Recurrences recurrences = new Recurrences(step.network());
    for (String state : List.of("initial_h", "initial_c")) {
      if (step.has(state)) {
        recurrences.expectZero(step.tensor(state));
      }
    }
    Tensor x = step.tensor("x");
    if (x.rank() != 3 || x.extent(1) != 1) {
      throw step.network().unsupported("a batch " + x.shape(), "Convert it for one sequence.");
    }
    Tensor rows = move.squeeze(x, List.of(1));
    String direction = step.text("direction", "forward");
    List<Tensor> all = new ArrayList<>();
    List<Tensor> ends = new ArrayList<>();
    for (int side = 0; side < (direction.equals("bidirectional") ? 2 : 1); side++) {
      boolean backwards = side == 1 || direction.equals("reverse");
      Tensor states =
          recurrences.states(cell, rows, side(step, side == 1 ? "_back" : "", gates), backwards);
      all.add(states);
      ends.add(recurrences.last(states, backwards));
    }
    Tensor end = move.concat(ends, 1);
    Tensor shown = step.flag("output_sequence", false) ? move.concat(all, 1) : end;
    step.give(List.of(move.unsqueeze(shown, List.of(1)), end));
  }

  private static Recurrences.Direction side(ProgramStep step, String ending, Integer[] gates)
      throws Problem {
    Recurrences recurrences = new Recurrences(step.network());
    Optional<Tensor> bias = step.optional("bias" + ending);
    return new Recurrences.Direction(
        recurrences.gates(step.tensor("weight_ih" + ending), gates),
        recurrences.gates(step.tensor("weight_hh" + ending), gates),
        bias.isPresent() ? Optional.of(recurrences.gates(bias.get(), gates)) : Optional.empty(),
        Optional.empty());
  }
}
