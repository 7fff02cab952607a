package dev.thimble.importer.network;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Cell;
import dev.thimble.graph.Recurrence;
import dev.thimble.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Recurrent layers over one sequence, from states of 0. */
public final class Recurrences {
  private final Network network;
  private final Movements movements;

  /**
   * What one direction of a layer multiplies with; gates in the order of {@link Cell}.
   *
   * @param weights [gates * units, in]
   * @param recurrent [gates * units, units]
   * @param bias [gates * units]
   * @param recurrentBias [gates * units]
   */
  public record Direction(
      Tensor weights, Tensor recurrent, Optional<Tensor> bias, Optional<Tensor> recurrentBias) {}

  /** Adds to that network. */
  public Recurrences(Network network) {
    this.network = network;
    this.movements = new Movements(network);
  }

  /**
   * The hidden states of all steps, [steps, units].
   *
   * @param x [steps, in]
   * @param backwards whether the last step comes first; results stand where their inputs do
   */
  public Tensor states(Cell cell, Tensor x, Direction direction, boolean backwards) throws Problem {
    Tensor recurrent = constant(direction.recurrent());
    if (x.rank() != 2 || recurrent.rank() != 2) {
      throw network.broken("a recurrent layer of " + x.shape() + " by " + recurrent.shape());
    }
    Shape rows = Shape.of(recurrent.extent(0));
    Recurrence layer = new Recurrence(cell, true, false, backwards);
    return network.emit(
        layer,
        Tensor.plain(2),
        network.plain(x),
        constant(direction.weights()),
        recurrent,
        bias(direction.bias(), rows),
        bias(direction.recurrentBias(), rows));
  }

  private Tensor bias(Optional<Tensor> given, Shape rows) throws Problem {
    return given.isPresent()
        ? constant(given.get())
        : network.constant(rows, new float[rows.size()]);
  }

  private Tensor constant(Tensor tensor) throws Problem {
    if (!network.isConstant(tensor)) {
      throw network.unsupported(
          "weights that are computed", "Export the model with weights as constants.");
    }
    return network.plain(tensor);
  }

  /** The hidden state after the last step of {@link #states}, [1, units]. */
  public Tensor last(Tensor states, boolean backwards) throws Problem {
    return movements.slice(states, 0, backwards ? 0 : states.extent(0) - 1, 1, 1);
  }

  /**
   * The rows of each gate, in another order.
   *
   * @param order which of the file's gates comes first, second and so on
   */
  public Tensor gates(Tensor rows, Integer... order) throws Problem {
    int units = rows.extent(0) / order.length;
    List<Integer> indices = new ArrayList<>();
    for (int gate : order) {
      for (int unit = 0; unit < units; unit++) {
        indices.add(gate * units + unit);
      }
    }
    if (indices.size() != rows.extent(0)) {
      throw network.broken(rows.extent(0) + " rows for " + order.length + " gates");
    }
    return movements.take(rows, 0, indices);
  }

  /** Refuses states to begin with that are not 0. */
  public void expectZero(Tensor state) throws Problem {
    boolean zero = network.isConstant(state);
    for (float value : zero ? network.floats(state) : new float[0]) {
      zero &= value == 0;
    }
    if (!zero) {
      throw network.unsupported(
          "a state to begin with that is given or is not 0", "Let the layer begin with zeros.");
    }
  }
}
