package dev.thimble.importer.frozen;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.frozen.schema.AttrValue;
import dev.thimble.importer.frozen.schema.NodeDef;
import dev.thimble.importer.frozen.schema.NodeDefAttrEntry;
import dev.thimble.importer.network.Elements;
import dev.thimble.importer.network.Movements;
import dev.thimble.importer.network.Network;
import dev.thimble.importer.network.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One node while it is read. */
final class NodeStep {
  private final Network network;
  private final NodeDef node;
  private final Map<String, NodeDef> nodes;
  private final List<Tensor> inputs = new ArrayList<>();
  private final Map<String, AttrValue> attributes = new HashMap<>();

  NodeStep(
      Network network, NodeDef node, Map<String, NodeDef> nodes, Map<String, List<Tensor>> tensors)
      throws Problem {
    this.network = network;
    this.node = node;
    this.nodes = nodes;
    for (NodeDefAttrEntry entry : node.getAttrList()) {
      attributes.put(entry.getKey(), entry.getValue());
    }
    for (String input : node.getInputList()) {
      List<Tensor> given = tensors.getOrDefault(GraphReader.source(input), List.of());
      if (!input.startsWith("^") && !Operators.isInput(node.getOp())) {
        inputs.add(result(input, given));
      }
    }
  }

  private Tensor result(String input, List<Tensor> given) throws Problem {
    int colon = input.lastIndexOf(':');
    String number = colon < 0 ? "0" : input.substring(colon + 1);
    int index = number.matches("\\d{1,4}") ? Integer.parseInt(number) : -1;
    if (index < 0 || index >= given.size()) {
      throw network.broken("it reads " + input + ", which nothing gives");
    }
    return given.get(index);
  }

  Network network() {
    return network;
  }

  Elements elements() {
    return new Elements(network);
  }

  Movements movements() {
    return new Movements(network);
  }

  String name() {
    return node.getName();
  }

  List<Tensor> inputs() {
    return inputs;
  }

  Tensor input(int index) throws Problem {
    if (index >= inputs.size()) {
      throw network.broken("it has " + inputs.size() + " inputs");
    }
    return inputs.get(index);
  }

  /** A constant list of integers. */
  List<Integer> integers(int index) throws Problem {
    List<Integer> integers = new ArrayList<>();
    for (long value : network.integers(input(index))) {
      integers.add((int) Math.max(-Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, value)));
    }
    return integers;
  }

  /** Constant axes, counted from the front. */
  List<Integer> axes(int index, int rank) throws Problem {
    List<Integer> axes = new ArrayList<>();
    for (int axis : integers(index)) {
      axes.add(network.axis(axis, rank));
    }
    return axes;
  }

  /** The node that an input comes from. */
  Optional<NodeDef> source(int index) {
    return index < node.getInputCount()
        ? Optional.ofNullable(nodes.get(GraphReader.source(node.getInput(index))))
        : Optional.empty();
  }

  // ---- attributes ----

  boolean has(String name) {
    return attributes.containsKey(name);
  }

  AttrValue attribute(String name) {
    return attributes.getOrDefault(name, AttrValue.getDefaultInstance());
  }

  /** An integer of another node. */
  static long integer(NodeDef node, String name) {
    return node.getAttrList().stream()
        .filter(e -> e.getKey().equals(name))
        .mapToLong(e -> e.getValue().getI())
        .findFirst()
        .orElse(0);
  }

  long integer(String name, long fallback) {
    return has(name) ? attribute(name).getI() : fallback;
  }

  boolean flag(String name, boolean fallback) {
    return has(name) ? attribute(name).getB() : fallback;
  }

  double number(String name, double fallback) {
    return has(name) ? attribute(name).getF() : fallback;
  }

  String text(String name, String fallback) {
    return has(name) ? attribute(name).getS().toStringUtf8() : fallback;
  }

  List<Integer> list(String name) {
    return attribute(name).getList().getIList().stream()
        .map(v -> (int) Math.max(-Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, v)))
        .toList();
  }
}
