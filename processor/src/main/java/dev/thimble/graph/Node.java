package dev.thimble.graph;

import java.util.List;
import java.util.Optional;

/**
 * One operator at work.
 *
 * @param name unique in its graph and a C identifier; the step's own name where a declared step is
 *     one node
 * @param step the declared step that it belongs to
 * @param operator what is done
 * @param inputs names of the values read; an absent optional input is the empty name
 * @param outputs names of the values written
 * @param arithmetic the exact integer rule; absent in graphs of reals and for pure data movement
 */
public record Node(
    String name,
    String step,
    Operator operator,
    List<String> inputs,
    List<String> outputs,
    Optional<Arithmetic> arithmetic) {
  /** Copies the lists. */
  public Node {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** A node without an integer rule, with one output of its own name. */
  public static Node of(String name, Operator operator, String... inputs) {
    return new Node(name, name, operator, List.of(inputs), List.of(name), Optional.empty());
  }

  /** The same node with an integer rule. */
  public Node with(Arithmetic rule) {
    return new Node(name, step, operator, inputs, outputs, Optional.of(rule));
  }

  /** The same node with another operator. */
  public Node with(Operator other) {
    return new Node(name, step, other, inputs, outputs, arithmetic);
  }

  /** The same node reading other values. */
  public Node reading(List<String> others) {
    return new Node(name, step, operator, others, outputs, arithmetic);
  }

  /** The only output. */
  public String output() {
    return outputs.get(0);
  }
}
