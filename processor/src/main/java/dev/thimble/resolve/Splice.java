package dev.thimble.resolve;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.ReadState;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import dev.thimble.graph.WriteState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies a network into the graph, its names prefixed by the step's; the first output takes the
 * step's name.
 */
final class Splice {
  private final StepContext step;
  private final Graph network;
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, String> states = new HashMap<>();

  Splice(StepContext step, Graph network) {
    this.step = step;
    this.network = network;
  }

  /** Lets an input of the network be a value that is there. */
  void bind(String input, String value) {
    names.put(input, value);
  }

  /** Makes an input of the network one of the model: the only one is called {@code input}. */
  void modelInput(String input) {
    String wanted = network.inputs().size() == 1 ? "input" : Names.identifier(input);
    Names taken = step.model().names();
    String name = taken.fresh(taken.isFree(wanted) ? wanted : step.name() + "_" + wanted);
    Value value = network.value(input);
    step.graph()
        .value(
            new Value(name, value.element(), value.shape(), value.quantization(), value.constant()))
        .input(name);
    names.put(input, name);
  }

  /** Copies all else; every value that is handed out but the first is handed out by the model. */
  Flow finish() throws ShapeException, StepFailure {
    String first = network.outputs().get(0);
    boolean computed = network.producer(first).isPresent();
    if (computed) {
      names.put(first, step.name());
    }
    for (Value value : network.values().values()) {
      copy(value);
    }
    for (Node node : network.nodes()) {
      List<String> outputs = node.outputs().stream().map(this::name).toList();
      // Nodes are named as what they give: the result of the network comes from the node named like
      // the step.
      boolean last = outputs.contains(step.name());
      String own =
          last ? step.name() : outputs.isEmpty() ? step.fresh(node.name()) : outputs.get(0);
      List<String> inputs = node.inputs().stream().map(this::name).toList();
      step.graph()
          .node(
              new Node(own, step.name(), own(node.operator()), inputs, outputs, node.arithmetic()));
    }
    network.outputs().stream()
        .skip(1)
        .distinct()
        .map(this::name)
        .forEach(step.model().furtherOutputs()::add);
    Value result = network.value(first);
    return computed
        ? Flow.of(step.name(), result.shape())
        : step.node(step.name(), new Reshape(result.shape()), List.of(name(first)));
  }

  /** States belong to this step, however many networks there are. */
  private Operator own(Operator operator) {
    if (operator instanceof ReadState read) {
      return new ReadState(states.computeIfAbsent(read.state(), step::fresh));
    } else if (operator instanceof WriteState write) {
      return new WriteState(states.computeIfAbsent(write.state(), step::fresh));
    }
    return operator;
  }

  private void copy(Value value) {
    if (network.inputs().contains(value.name())) {
      return;
    }
    String name = names.computeIfAbsent(value.name(), step::fresh);
    step.graph()
        .value(
            new Value(
                name, value.element(), value.shape(), value.quantization(), value.constant()));
  }

  /** The value's name here; absent optional inputs stay the empty name. */
  private String name(String value) {
    return names.getOrDefault(value, value);
  }
}
