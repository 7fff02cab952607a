package dev.thimble.quantize;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Compare;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.FakeQuantize;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Select;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A function of each element between two marks, in as many nodes as it takes: {@code min(max(x, a),
 * b)}, {@code x * sigmoid(x)}, {@code x > 0 ? x : a x}. All of it is one table.
 *
 * @param from the value that it is a function of
 * @param nodes in order of execution
 */
record GivenFunction(String from, List<Node> nodes) {
  private static final int MOST_NODES = 64;
  private static final Shape BYTES = Shape.of(Int8.MAX - Int8.MIN + 1);

  /** The function that ends with a node; empty if that reads several values. */
  static Optional<GivenFunction> endingWith(Graph real, Node last) {
    Set<String> sources = new LinkedHashSet<>();
    Set<String> results = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(last.output()));
    while (!open.isEmpty() && sources.size() < 2 && results.size() < MOST_NODES) {
      String value = open.pop();
      Optional<Node> producer = real.producer(value).filter(node -> ofEachElement(real, node));
      if (producer.isEmpty()) {
        sources.add(value);
      } else if (results.add(value)) {
        producer.get().inputs().stream().filter(i -> !number(real, i)).forEach(open::push);
      }
    }
    if (!open.isEmpty() || sources.size() != 1 || results.isEmpty()) {
      return Optional.empty();
    }
    String from = sources.iterator().next();
    boolean broadcast =
        real.value(from).shape().elements() != real.value(last.output()).shape().elements();
    List<Node> nodes =
        real.nodes().stream().filter(node -> results.contains(node.output())).toList();
    return broadcast ? Optional.empty() : Optional.of(new GivenFunction(from, nodes));
  }

  private static boolean ofEachElement(Graph real, Node node) {
    Operator operator = node.operator();
    boolean several =
        operator instanceof Binary || operator instanceof Compare || operator instanceof Select;
    return operator instanceof Unary
        || (several && node.inputs().stream().anyMatch(i -> !real.value(i).isConstant()));
  }

  private static boolean number(Graph real, String name) {
    Value value = real.value(name);
    return value.isConstant() && value.shape().elements() == 1;
  }

  /** The one function, or none by name: the table says what is computed. */
  Operator operator() {
    boolean one = nodes.size() == 1 && nodes.get(0).operator() instanceof Unary;
    return one ? nodes.get(0).operator() : Unary.of(Unary.Kind.IDENTITY);
  }

  /** What the nodes compute of all 256 inputs, rounded to steps, halves to the even one. */
  Arithmetic table(Graph real, Value in, GivenSteps out) {
    Graph.Builder builder = new Graph.Builder();
    float[] inputs = new float[BYTES.size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) ((Int8.MIN + i - in.quantized().zeroPoint()) * in.quantized().scale());
    }
    builder.value(Value.real(from, BYTES)).input(from);
    for (Node node : nodes) {
      for (String name : node.inputs()) {
        if (number(real, name) && !builder.has(name)) {
          builder.value(Value.real(name, Shape.of(1), FloatEvaluator.reals(real.value(name))));
        }
      }
      builder.value(Value.real(node.output(), BYTES)).node(node);
    }
    String last = nodes.get(nodes.size() - 1).output();
    Graph alone = builder.output(last).build();
    float[] reals = Known.of(new FloatEvaluator(alone).evaluate(List.of(inputs)), last);
    FakeQuantize steps = new FakeQuantize(out.meaning(), ElementType.INT8, out.low(), out.high());
    List<Integer> entries = new ArrayList<>();
    for (float value : reals) {
      // Beyond the function's domain (the logarithm of a negative number): the end of the range.
      entries.add(Float.isNaN(value) ? out.low() : (int) steps.integer(value));
    }
    return new Arithmetic.Table(Int8.MIN, entries);
  }
}
