package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Constant;
import dev.thimble.importer.network.Network;
import dev.thimble.importer.network.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the names of a program stand for so far. Constants become tensors when they are read. */
final class ProgramScope {
  private final Network network;
  private final ProgramValues values;
  private final Map<String, Tensor> tensors = new HashMap<>();
  private final Map<String, Known> constants = new HashMap<>();
  private List<String> labels = List.of();

  ProgramScope(Network network, ProgramValues values) {
    this.network = network;
    this.values = values;
  }

  Network network() {
    return network;
  }

  ProgramValues values() {
    return values;
  }

  /** The names of classes that a program's classifier gives. */
  List<String> labels() {
    return labels;
  }

  void labels(List<String> names) {
    labels = List.copyOf(names);
  }

  void bind(String name, Tensor tensor) throws Problem {
    if (constants.containsKey(name) || tensors.put(name, tensor) != null) {
      throw network.broken("two operations write " + name);
    }
  }

  void bind(String name, Known constant) throws Problem {
    if (tensors.containsKey(name) || constants.put(name, constant) != null) {
      throw network.broken("two operations write " + name);
    }
  }

  Tensor tensor(String name) throws Problem {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      tensor = tensor(known(name));
      tensors.put(name, tensor);
    }
    return tensor;
  }

  Tensor tensor(Known constant) throws Problem {
    if (!constant.texts().isEmpty()) {
      throw network.broken("it reads a text as a tensor");
    }
    return constant.real()
        ? network.constant(network.shape(constant.extents()), constant.floats())
        : network.integers(network.shape(constant.extents()), constant.integers());
  }

  /** A constant; what was computed from constants counts as one. */
  Known known(String name) throws Problem {
    Known constant = constants.get(name);
    if (constant != null) {
      return constant;
    }
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw network.broken("it reads " + name + ", which nothing before it has written");
    }
    List<Long> extents = tensor.shape().extents().stream().map(Integer::longValue).toList();
    return network.isInteger(tensor)
        ? Known.of(extents, new Constant.Integers(network.integers(tensor)))
        : Known.of(extents, new Constant.Floats(network.floats(tensor)));
  }
}
