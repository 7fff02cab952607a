package dev.thimble.quantize;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Concat;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.FakeQuantize;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Softmax;
import dev.thimble.graph.Transpose;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Integers where a graph of reals says by {@link FakeQuantize} what its integers stand for: between
 * two marks a node computes on signed bytes, by {@link GivenLayer} and {@link GivenRules}: QDQ and
 * QOperator of ONNX, PyTorch's quantised tensors and its exported programs. What follows the last
 * mark stays in reals.
 */
public final class GivenScales {
  private final Graph real;
  private final Graph.Builder integer = new Graph.Builder();

  /** The value that holds the integers of a marked one. */
  private final Map<String, String> held = new HashMap<>();

  /** Functions by what they give, and what is computed within them alone. */
  private final Map<String, GivenFunction> functions = new HashMap<>();

  private final Set<String> swallowed = new HashSet<>();

  private GivenScales(Graph real) {
    this.real = real;
  }

  /**
   * The graph with integers; the same graph if nothing in it is marked.
   *
   * @param file the model file, for messages
   * @throws Problem if reals lie between marks, or an operator has no such form
   */
  public static Graph apply(Graph real, String file) throws Problem {
    if (real.nodes().stream().noneMatch(node -> node.operator() instanceof FakeQuantize)) {
      return real;
    }
    try {
      return new GivenScales(real).converted();
    } catch (NoFormException e) {
      throw e.in(file);
    }
  }

  private Graph converted() throws Problem, NoFormException {
    functions();
    for (Node node : real.nodes()) {
      if (node.operator() instanceof FakeQuantize mark) {
        mark(node, mark);
      } else if (!marked(node) && !swallowed.contains(node.output())) {
        unmarked(node);
      }
    }
    for (String input : real.inputs()) {
      if (!integer.has(input)) {
        integer.value(real.value(input));
      }
      integer.input(input);
    }
    real.outputs().forEach(output -> integer.output(held.getOrDefault(output, output)));
    return integer.build();
  }

  private void functions() {
    for (Node node : real.nodes()) {
      if (marked(node)) {
        GivenFunction.endingWith(real, node).ifPresent(f -> functions.put(node.output(), f));
      }
    }
    for (GivenFunction function : functions.values()) {
      Set<String> own = new HashSet<>();
      function.nodes().forEach(node -> own.add(node.output()));
      for (Node node : function.nodes()) {
        boolean alone =
            real.consumers(node.output()).stream().allMatch(r -> own.contains(r.output()));
        if (alone && !real.outputs().contains(node.output())) {
          swallowed.add(node.output());
        }
      }
    }
  }

  /** Whether what a node gives is marked, perhaps in another shape, and not read otherwise. */
  private boolean marked(Node node) {
    List<Node> readers = real.consumers(node.output());
    boolean mark = node.operator() instanceof FakeQuantize;
    if (mark || readers.size() != 1 || real.outputs().contains(node.output())) {
      return false;
    }
    Node reader = readers.get(0);
    return reader.operator() instanceof FakeQuantize || (moves(reader) && marked(reader));
  }

  private static boolean moves(Node node) {
    return node.operator() instanceof Reshape || node.operator() instanceof Transpose;
  }

  private void mark(Node node, FakeQuantize mark) throws Problem, NoFormException {
    GivenSteps steps = GivenSteps.of(mark);
    String from = node.inputs().get(0);
    Optional<Node> producer = real.producer(from);
    if (producer.isPresent() && marked(producer.get())) {
      compute(producer.get(), node.output(), steps);
      return;
    }
    enter(from, steps.meaning());
    held.put(node.output(), rescaled(integers(from, "FakeQuantize"), steps, node.output()));
  }

  /** An input that is not held yet is given in these steps. */
  private void enter(String input, Quantization meaning) throws NoFormException {
    if (!real.inputs().contains(input) || integer.has(input)) {
      return;
    }
    if (real.consumers(input).size() > 1) {
      throw new NoFormException("input", "reals and integers of one input are not read");
    }
    add(input, real.value(input).shape(), meaning);
  }

  /** The value that holds a marked one's integers. */
  private Value integers(String name, String reader) throws NoFormException {
    String own = held.getOrDefault(name, name);
    if (!integer.has(own) || integer.find(own).element() != ElementType.INT8) {
      throw new NoFormException(reader, "it reads reals and gives integers");
    }
    return integer.find(own);
  }

  private void add(String name, Shape shape, Quantization meaning) {
    integer.value(Value.quantized(name, ElementType.INT8, shape, meaning));
  }

  private Node named(String name, Node like) {
    return new Node(
        name, like.step(), like.operator(), like.inputs(), List.of(name), Optional.empty());
  }

  /** A table between two scales; the value itself where they are equal. */
  private String rescaled(Value from, GivenSteps steps, String name) {
    boolean whole = steps.equals(GivenSteps.all(steps.meaning()));
    if (whole && from.quantized().equals(steps.meaning())) {
      return from.name();
    }
    Unary same = Unary.of(Unary.Kind.IDENTITY);
    add(name, from.shape(), steps.meaning());
    integer.node(
        new Node(
            name,
            "",
            same,
            List.of(from.name()),
            List.of(name),
            Optional.of(steps.table(same, from.quantized()))));
    return name;
  }

  /** A node whose result is marked. */
  private void compute(Node node, String name, GivenSteps steps) throws Problem, NoFormException {
    String kind = node.operator().getClass().getSimpleName();
    if (LinearKernels.hasWeights(node.operator())) {
      layer(node, name, steps, kind);
      return;
    }
    GivenFunction function = functions.get(node.output());
    if (function != null) {
      Value x = integers(function.from(), kind);
      add(name, real.out(node).shape(), steps.meaning());
      Node table = named(name, node).with(function.operator()).reading(List.of(x.name()));
      integer.node(table.with(function.table(real, x, steps)));
      return;
    }
    Optional<Node> before = real.producer(node.inputs().get(0));
    if (moves(node) && before.isEmpty()) {
      enter(node.inputs().get(0), steps.meaning());
    } else if (moves(node) && !isMark(before) && marked(before.get())) {
      // What the mark says holds before the elements are moved, too.
      compute(before.get(), node.inputs().get(0), steps);
    }
    List<Value> inputs = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      inputs.add(operand(node, i, name, steps, kind));
    }
    GivenSteps result = GivenRules.own(node.operator(), inputs, steps).orElse(steps);
    String given = result.equals(steps) ? name : name + "_own";
    add(given, real.out(node).shape(), result.meaning());
    List<String> read = inputs.stream().map(Value::name).toList();
    Arithmetic rule = GivenRules.of(real, node, inputs, result);
    integer.node(named(given, node).reading(read).with(rule));
    if (!given.equals(name)) {
      held.put(name, rescaled(integer.find(given), steps, name));
    }
  }

  private static boolean isMark(Optional<Node> node) {
    return node.isPresent() && node.get().operator() instanceof FakeQuantize;
  }

  private void layer(Node node, String name, GivenSteps steps, String kind)
      throws Problem, NoFormException {
    Value x = integers(node.inputs().get(0), kind);
    GivenLayer layer = GivenLayer.of(real, node, x.quantized(), steps);
    layer.constants().forEach(integer::value);
    add(name, real.out(node).shape(), steps.meaning());
    List<String> inputs = new ArrayList<>(List.of(x.name()));
    layer.constants().forEach(constant -> inputs.add(constant.name()));
    integer.node(named(name, node).reading(inputs).with(layer.rule()));
  }

  /** An input; those of a concatenation in the result's scale. */
  private Value operand(Node node, int index, String name, GivenSteps steps, String kind)
      throws NoFormException {
    String input = node.inputs().get(index);
    Value value = real.value(input);
    if (value.isConstant() && !integer.has(input)) {
      Quantization own = Int8.covering(ValueRange.of(FloatEvaluator.reals(value)));
      integer.value(Constants.inBytes(input, value, own));
      return integer.find(input);
    }
    Value held = integers(input, kind);
    return node.operator() instanceof Concat
        ? integer.find(rescaled(held, steps, name + "_part" + index))
        : held;
  }

  /**
   * A node whose result is not marked: it moves integers, makes probabilities of them, in their
   * customary steps, or computes reals at the end.
   */
  private void unmarked(Node node) throws Problem, NoFormException {
    List<String> inputs =
        node.inputs().stream().map(name -> held.getOrDefault(name, name)).toList();
    boolean integers =
        integer.has(inputs.get(0)) && integer.find(inputs.get(0)).element() == ElementType.INT8;
    boolean probability = node.operator() instanceof Softmax;
    if (integers && (probability || Sharing.single(node.operator()))) {
      Value x = integer.find(inputs.get(0));
      GivenSteps steps = GivenSteps.all(probability ? Int8.PROBABILITY : x.quantized());
      add(node.output(), real.out(node).shape(), steps.meaning());
      Arithmetic rule = GivenRules.of(real, node, List.of(x), steps);
      integer.node(node.reading(inputs).with(rule));
      return;
    }
    for (String name : inputs) {
      if (!name.isEmpty() && !integer.has(name)) {
        integer.value(real.value(name));
      }
    }
    integer.value(real.out(node)).node(node.reading(inputs));
  }
}
