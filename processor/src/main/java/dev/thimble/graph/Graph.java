package dev.thimble.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network: typed values and the nodes between them, in an order that can be executed.
 *
 * @param values all values by name, constants included
 * @param nodes in execution order
 * @param inputs names of the values given from outside
 * @param outputs names of the values handed out
 */
public record Graph(
    Map<String, Value> values, List<Node> nodes, List<String> inputs, List<String> outputs) {
  /** Copies the collections, keeping the order of values. */
  public Graph {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    nodes = List.copyOf(nodes);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** Written out, as in {@link Value}. */
  @Override
  public boolean equals(Object other) {
    return other == this
        || other instanceof Graph that
            && values.equals(that.values)
            && nodes.equals(that.nodes)
            && inputs.equals(that.inputs)
            && outputs.equals(that.outputs);
  }

  @Override
  public int hashCode() {
    return 31 * values.hashCode() + nodes.hashCode();
  }

  /** The value of that name. */
  public Value value(String name) {
    Value value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no value " + name);
    }
    return value;
  }

  /** The node's input of that position; empty where an optional input is absent. */
  public Optional<Value> input(Node node, int index) {
    if (index >= node.inputs().size() || node.inputs().get(index).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(value(node.inputs().get(index)));
  }

  /** The node's input of that position, which must be there. */
  public Value in(Node node, int index) {
    return input(node, index)
        .orElseThrow(() -> new IllegalArgumentException(node.name() + " input " + index));
  }

  /** The node's first output. */
  public Value out(Node node) {
    return value(node.output());
  }

  /** The node that writes the value, if one does. */
  public Optional<Node> producer(String value) {
    return nodes.stream().filter(n -> n.outputs().contains(value)).findFirst();
  }

  /** The nodes that read the value. */
  public List<Node> consumers(String value) {
    return nodes.stream().filter(n -> n.inputs().contains(value)).toList();
  }

  /** Gathers a graph piece by piece. */
  public static final class Builder {
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final List<String> inputs = new ArrayList<>();
    private final List<String> outputs = new ArrayList<>();

    /** An empty builder. */
    public Builder() {}

    /** A builder that starts from a graph. */
    public Builder(Graph graph) {
      values.putAll(graph.values());
      nodes.addAll(graph.nodes());
      inputs.addAll(graph.inputs());
      outputs.addAll(graph.outputs());
    }

    /** Adds or replaces a value. */
    public Builder value(Value value) {
      values.put(value.name(), value);
      return this;
    }

    /** Adds a node. */
    public Builder node(Node node) {
      nodes.add(node);
      return this;
    }

    /** Adds a node whose one output is inferred from its inputs, in reals. */
    public Builder real(Node node) throws ShapeException {
      List<Shape> shapes = new ArrayList<>();
      for (String input : node.inputs()) {
        shapes.add(find(input).shape());
      }
      value(Value.real(node.output(), node.operator().infer(shapes).get(0)));
      return node(node);
    }

    /** Names a value as given from outside. */
    public Builder input(String name) {
      inputs.add(name);
      return this;
    }

    /** Names a value as handed out. */
    public Builder output(String name) {
      outputs.add(name);
      return this;
    }

    /** A value added earlier. */
    public Value find(String name) {
      Value value = values.get(name);
      if (value == null) {
        throw new IllegalArgumentException("no value " + name);
      }
      return value;
    }

    /** Whether a value of that name was added. */
    public boolean has(String name) {
      return values.containsKey(name);
    }

    /** The finished graph. */
    public Graph build() {
      return new Graph(values, nodes, inputs, outputs);
    }
  }
}
