package dev.thimble.quantize;

import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.QuantisationMessage;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Concat;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.FakeQuantize;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Transpose;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Integers where a graph of reals says by {@link FakeQuantize} what its integers stand for: between
 * two marks a node computes on signed bytes, by {@link GivenRules}. Unsigned bytes become signed
 * ones, 128 less. What follows the last mark stays in reals.
 */
public final class GivenScales {
  /** Unsigned bytes less that are signed. */
  private static final int UNSIGNED = 128;

  private final Graph real;
  private final Graph.Builder integer = new Graph.Builder();

  /** The value that holds the integers of a marked one. */
  private final Map<String, String> held = new HashMap<>();

  private GivenScales(Graph real) {
    this.real = real;
  }

  /**
   * The graph with integers; the same graph if nothing in it is marked.
   *
   * @throws Problem if reals lie between marks, or an operator has no such form
   */
  public static Graph apply(Graph real) throws Problem {
    return real.nodes().stream().anyMatch(node -> node.operator() instanceof FakeQuantize)
        ? new GivenScales(real).converted()
        : real;
  }

  private Graph converted() throws Problem {
    for (Node node : real.nodes()) {
      if (node.operator() instanceof FakeQuantize mark) {
        mark(node, mark);
      } else if (!marked(node)) {
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

  /** Whether what a node gives is marked, perhaps in another shape, and not read otherwise. */
  private boolean marked(Node node) {
    List<Node> readers = real.consumers(node.output());
    if (readers.size() != 1 || real.outputs().contains(node.output())) {
      return false;
    }
    Node reader = readers.get(0);
    return reader.operator() instanceof FakeQuantize || (moves(reader) && marked(reader));
  }

  private static boolean moves(Node node) {
    return node.operator() instanceof Reshape || node.operator() instanceof Transpose;
  }

  private static Quantization signed(FakeQuantize mark) throws Problem {
    boolean unsigned = mark.element() == ElementType.UINT8;
    if (!unsigned && mark.element() != ElementType.INT8) {
      throw unsupported("FakeQuantize", "activations of " + mark.element() + " are not read");
    }
    int zero = mark.meaning().zeroPoint() - (unsigned ? UNSIGNED : 0);
    return Quantization.perTensor(mark.meaning().scale(), zero);
  }

  private void mark(Node node, FakeQuantize mark) throws Problem {
    Quantization meaning = signed(mark);
    String from = node.inputs().get(0);
    Optional<Node> producer = real.producer(from);
    if (producer.isEmpty() && !integer.has(from)) {
      if (real.consumers(from).size() > 1) {
        throw unsupported("input", "reals and integers of one input are not read");
      }
      add(from, real.value(from).shape(), meaning);
      held.put(node.output(), from);
    } else if (producer.isPresent() && marked(producer.get())) {
      compute(producer.get(), node.output(), meaning);
    } else {
      held.put(node.output(), rescaled(integers(from, "FakeQuantize"), meaning, node.output()));
    }
  }

  /** The value that holds a marked one's integers. */
  private Value integers(String name, String reader) throws Problem {
    String own = held.getOrDefault(name, name);
    if (!integer.has(own) || integer.find(own).element() != ElementType.INT8) {
      throw unsupported(reader, "it reads reals and gives integers");
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
  private String rescaled(Value from, Quantization meaning, String name) {
    if (from.quantized().equals(meaning)) {
      return from.name();
    }
    Unary same = Unary.of(Unary.Kind.IDENTITY);
    add(name, from.shape(), meaning);
    integer.node(
        new Node(
            name,
            "",
            same,
            List.of(from.name()),
            List.of(name),
            Optional.of(ElementRules.table(same, from.quantized(), meaning))));
    return name;
  }

  /** A node whose result is marked. */
  private void compute(Node node, String name, Quantization meaning) throws Problem {
    Shape shape = real.out(node).shape();
    String kind = node.operator().getClass().getSimpleName();
    if (LinearKernels.hasWeights(node.operator())) {
      Value x = integers(node.inputs().get(0), kind);
      GivenLayer layer = GivenLayer.of(real, node, x.quantized(), meaning);
      layer.constants().forEach(integer::value);
      add(name, shape, meaning);
      List<String> inputs = new ArrayList<>(List.of(x.name()));
      layer.constants().forEach(constant -> inputs.add(constant.name()));
      integer.node(named(name, node).reading(inputs).with(layer.rule()));
      return;
    }
    Optional<Node> before = real.producer(node.inputs().get(0));
    boolean pending = before.isPresent() && !(before.get().operator() instanceof FakeQuantize);
    if (moves(node) && pending && marked(before.get())) {
      // What the mark says holds before the elements are moved, too.
      compute(before.get(), node.inputs().get(0), meaning);
    }
    List<Value> inputs = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      inputs.add(operand(node, i, name, meaning, kind));
    }
    Optional<Quantization> own = GivenRules.own(node.operator(), inputs);
    Quantization result = own.orElse(meaning);
    String given = result.equals(meaning) ? name : name + "_own";
    add(given, shape, result);
    List<String> read = inputs.stream().map(Value::name).toList();
    Arithmetic rule = GivenRules.of(real, node, inputs, result);
    integer.node(named(given, node).reading(read).with(rule));
    if (!given.equals(name)) {
      rescaled(integer.find(given), meaning, name);
    }
  }

  /** An input; those of a concatenation in the result's scale. */
  private Value operand(Node node, int index, String name, Quantization meaning, String kind)
      throws Problem {
    String input = node.inputs().get(index);
    Value value = real.value(input);
    if (value.isConstant() && !integer.has(input)) {
      Quantization own = Int8.covering(ValueRange.of(FloatEvaluator.reals(value)));
      float[] rounded = Int8.quantise(FloatEvaluator.reals(value), own);
      long[] data = new long[rounded.length];
      for (int i = 0; i < data.length; i++) {
        data[i] = (long) rounded[i];
      }
      integer.value(Value.integers(input, ElementType.INT8, value.shape(), data).with(own));
      return integer.find(input);
    }
    Value held = integers(input, kind);
    return node.operator() instanceof Concat
        ? integer.find(rescaled(held, meaning, name + "_part" + index))
        : held;
  }

  /** A node whose result is not marked: it moves integers, or it computes reals at the end. */
  private void unmarked(Node node) throws Problem {
    List<String> inputs =
        node.inputs().stream().map(name -> held.getOrDefault(name, name)).toList();
    boolean integers =
        integer.has(inputs.get(0)) && integer.find(inputs.get(0)).element() == ElementType.INT8;
    if (integers && Sharing.single(node.operator())) {
      Value x = integer.find(inputs.get(0));
      add(node.output(), real.out(node).shape(), x.quantized());
      Arithmetic rule = GivenRules.of(real, node, List.of(x), x.quantized());
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

  static Problem unsupported(String operator, String reason) {
    return new Problem(QuantisationMessage.TM1301_NOT_QUANTISED, "network", operator, reason);
  }
}
