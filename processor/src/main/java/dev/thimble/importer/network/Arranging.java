package dev.thimble.importer.network;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Transpose;
import java.util.ArrayList;
import java.util.List;

/** Brings tensors into another order of axes. What only moves axes of extent 1 is a reshape. */
final class Arranging {
  private final Network network;

  Arranging(Network network) {
    this.network = network;
  }

  Tensor arrange(Tensor tensor, List<Integer> order) throws Problem {
    Shape wanted = Tensor.held(tensor.shape(), order);
    List<Integer> from = real(tensor.order());
    List<Integer> to = real(order);
    if (many(tensor, from).equals(many(tensor, to))) {
      return reshaped(tensor, wanted, order);
    }
    Tensor bare = reshaped(tensor, Tensor.held(tensor.shape(), from), from);
    List<Integer> permutation = to.stream().map(from::indexOf).toList();
    Tensor moved = network.emit(new Transpose(permutation), to, bare);
    return reshaped(moved, wanted, order);
  }

  private Tensor reshaped(Tensor tensor, Shape held, List<Integer> order) throws Problem {
    return network.held(tensor).shape().equals(held)
        ? new Tensor(tensor.value(), tensor.shape(), order)
        : network.emit(new Reshape(held), order, tensor);
  }

  private static List<Integer> real(List<Integer> order) {
    return order.stream().filter(axis -> axis != Tensor.PHANTOM).toList();
  }

  private static List<Integer> many(Tensor tensor, List<Integer> order) {
    List<Integer> axes = new ArrayList<>(order);
    axes.removeIf(axis -> tensor.extent(axis) == 1);
    return axes;
  }
}
