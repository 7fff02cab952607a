package dev.thimble.importer.torch.aten;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Cell;
import dev.thimble.importer.network.Recurrences;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Recurrent layers: several on each other, in one direction or both, for one sequence. */
final class Recurrent {
  private static final String REST =
      " has_biases, num_layers, dropout, train, bidirectional, batch_first=None)";

  private Recurrent() {}

  static void register(Operators.Table table) {
    table.add(
        (net, call) -> {
          List<Object> results = new ArrayList<>(run(net, call, Cell.LSTM, call.tensors("hx")));
          results.add(new Unread("the cell state of an LSTM", "Return hidden states only."));
          return new Results(results);
        },
        "aten::lstm(input, hx, params," + REST);
    one(table, "gru", Cell.GRU);
    one(table, "rnn_tanh", Cell.TANH);
    one(table, "rnn_relu", Cell.RELU);
  }

  private static void one(Operators.Table table, String name, Cell cell) {
    table.add(
        (net, call) -> new Results(run(net, call, cell, List.of(call.tensor("hx")))),
        "aten::" + name + "(input, hx, params," + REST);
  }

  /** The states of all steps of the last layer, and the last state of all layers. */
  private static List<Object> run(Net net, Call call, Cell cell, List<Tensor> initial)
      throws Problem {
    if (!call.has("batch_first")) {
      throw call.unsupported("a packed sequence", "Give it one sequence as it is.");
    }
    Recurrences recurrences = new Recurrences(net.network());
    for (Tensor state : initial) {
      recurrences.expectZero(state.value());
    }
    boolean batchFirst = call.truth("batch_first");
    Tensor x = sequence(net, call, batchFirst);
    int directions = call.truth("bidirectional") ? 2 : 1;
    List<Tensor> last = new ArrayList<>();
    List<Recurrences.Direction> all = directions(call, directions);
    for (int layer = 0; layer < all.size(); layer += directions) {
      List<Tensor> sides = new ArrayList<>();
      for (int side = 0; side < directions; side++) {
        boolean backwards = side == 1;
        Tensor states =
            net.of(recurrences.states(cell, x.value(), all.get(layer + side), backwards));
        sides.add(states);
        Tensor end = net.of(recurrences.last(states.value(), backwards));
        last.add(net.reshape(end, List.of(1, 1, end.extent(1))));
      }
      x = net.concat(sides, 1);
    }
    int steps = x.extent(0);
    Tensor shown =
        net.reshape(x, List.of(batchFirst ? 1 : steps, batchFirst ? steps : 1, x.extent(1)));
    return List.of(shown, net.concat(last, 0));
  }

  /** The only sequence of a batch, [steps, in]. */
  private static Tensor sequence(Net net, Call call, boolean batchFirst) throws Problem {
    Tensor x = call.tensor("input");
    int batch = batchFirst ? 0 : 1;
    if (x.rank() != 3) {
      throw call.bad("it reads " + x.extents() + " instead of 3 axes");
    }
    if (x.extent(batch) != 1) {
      throw call.unsupported(
          "a batch of " + x.extent(batch) + " sequences",
          batchFirst
              ? "Give it one sequence."
              : "Make the layer with batch_first=True, or give it (steps, 1, inputs).");
    }
    return net.reshape(x, List.of(x.extent(1 - batch), x.extent(2)));
  }

  /** The parameters: W, R and perhaps two biases for each direction of each layer. */
  private static List<Recurrences.Direction> directions(Call call, int directions) throws Problem {
    List<Tensor> params = call.tensors("params");
    boolean biases = call.truth("has_biases");
    int each = biases ? 4 : 2;
    int layers = call.integer("num_layers");
    if (layers < 1 || params.size() != (long) layers * directions * each) {
      throw call.unsupported(
          params.size() + " parameters for " + layers + " layers",
          "Projections (proj_size) are not read.");
    }
    List<Recurrences.Direction> result = new ArrayList<>();
    for (int at = 0; at < params.size(); at += each) {
      result.add(
          new Recurrences.Direction(
              params.get(at).value(),
              params.get(at + 1).value(),
              biases ? Optional.of(params.get(at + 2).value()) : Optional.empty(),
              biases ? Optional.of(params.get(at + 3).value()) : Optional.empty()));
    }
    return result;
  }
}
