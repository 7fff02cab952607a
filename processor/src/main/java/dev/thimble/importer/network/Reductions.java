package dev.thimble.importer.network;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ArgExtreme;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Softmax;
import java.util.ArrayList;
import java.util.List;

/** What is computed over axes of the file. */
public final class Reductions {
  private final Network network;

  /** Adds to that network. */
  public Reductions(Network network) {
    this.network = network;
  }

  /** Mean, sum, maximum or minimum. */
  public Tensor reduce(Reduce.Kind kind, Tensor x, List<Integer> axes, boolean keepAxes)
      throws Problem {
    List<Integer> places =
        new ArrayList<>(axes.stream().distinct().map(x::place).sorted().toList());
    Tensor kept = network.emit(new Reduce(kind, places, true), x.order(), x);
    return keepAxes ? kept : new Movements(network).squeeze(kept, axes);
  }

  /** The index of the largest or smallest element along an axis. */
  public Tensor extreme(boolean max, Tensor x, int axis, boolean keepAxis) throws Problem {
    Tensor plain = network.plain(x);
    List<Integer> order = Tensor.plain(x.rank() - 1);
    Tensor index = network.emit(new ArgExtreme(max, axis), order, plain);
    return keepAxis ? new Movements(network).unsqueeze(index, List.of(axis)) : index;
  }

  /** Softmax along an axis. */
  public Tensor softmax(Tensor x, int axis) throws Problem {
    Tensor last = last(x, axis);
    return network.emit(new Softmax(1), last.order(), last);
  }

  /** Held with that axis of the file as the last one. */
  private Tensor last(Tensor x, int axis) throws Problem {
    int place = x.place(network.axis(axis, x.rank()));
    if (place == x.order().size() - 1) {
      return x;
    }
    List<Integer> order = new ArrayList<>(x.order());
    order.remove(place);
    order.add(axis);
    return network.arranged(x, order);
  }
}
