package dev.thimble.kernel.random;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One more layer for a graph: the values and nodes that it adds, kept apart until they are known to
 * lower.
 */
final class Draft {
  final Dice dice;
  private final Names names;
  private final List<Value> pool;
  final List<Value> values = new ArrayList<>();
  final List<Node> nodes = new ArrayList<>();
  final List<String> inputs = new ArrayList<>();

  /** A layer does not suit; another one is drawn. */
  static final class Misfit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Misfit(String text) {
      super(text);
    }
  }

  Draft(Dice dice, Names names, List<Value> pool) {
    this.dice = dice;
    this.names = names;
    this.pool = pool;
  }

  /** A type of activations, int8 most often. */
  ElementType activations() {
    return dice.pick(
        ElementType.INT8, ElementType.INT8, ElementType.INT8, ElementType.INT16, ElementType.UINT8);
  }

  /** A tensor of that shape from outside. */
  Value fresh(ElementType type, Shape shape) {
    if (shape.elements() * type.bits() > 8 * 80) {
      throw new Misfit("large input");
    }
    Value value = tensor(names.next("in"), type, shape);
    values.add(value);
    inputs.add(value.name());
    return value;
  }

  /** A tensor of so many axes: from outside, or an earlier result seen in another shape. */
  Value any(ElementType type, int rank, int most) {
    List<Value> earlier = pool.stream().filter(v -> v.element() == type).toList();
    if (!earlier.isEmpty() && dice.chance(40)) {
      Value chosen = earlier.get(dice.below(earlier.size()));
      return chosen.shape().rank() == rank ? chosen : reshaped(chosen, rank);
    }
    List<Integer> extents = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      extents.add(dice.between(1, most));
    }
    return fresh(type, new Shape(extents));
  }

  private Value reshaped(Value value, int rank) {
    List<Integer> extents = new ArrayList<>();
    int rest = value.shape().size();
    for (int i = 1; i < rank; i++) {
      int whole = rest;
      List<Integer> divisors =
          java.util.stream.IntStream.rangeClosed(1, rest)
              .filter(d -> whole % d == 0)
              .boxed()
              .toList();
      int divisor = divisors.get(dice.below(divisors.size()));
      extents.add(divisor);
      rest /= divisor;
    }
    extents.add(dice.below(rank), rest);
    Shape shape = new Shape(extents);
    return layer(new Reshape(shape), new Arithmetic.Moved(0), value.element(), value);
  }

  /** A constant. */
  Value constant(ElementType type, Shape shape, long[] data) {
    Value value = Value.integers(names.next("const"), type, shape, data);
    values.add(value);
    return value;
  }

  /** Adds a node; its result's shape is inferred. */
  Value layer(Operator operator, Arithmetic rule, ElementType type, Value... read) {
    Shape shape;
    try {
      shape = operator.infer(List.of(read).stream().map(Value::shape).toList()).get(0);
    } catch (ShapeException e) {
      throw new Misfit(e.getMessage());
    }
    String kind = operator.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    Value result = tensor(names.next(kind), type, shape);
    values.add(result);
    String[] from = List.of(read).stream().map(Value::name).toArray(String[]::new);
    nodes.add(Node.of(result.name(), operator, from).with(rule));
    return result;
  }

  private static Value tensor(String name, ElementType type, Shape shape) {
    return new Value(
        name, type, shape, Optional.of(Quantization.perTensor(0.5, 0)), Optional.empty());
  }

  /** Refuses large results. */
  void expectElements(int most) {
    for (Value value : values) {
      if (!value.isConstant() && value.shape().elements() > most) {
        throw new Misfit("large result " + value.shape());
      }
    }
  }

  /** The new nodes alone, with all that they read given from outside. */
  Graph alone() {
    Graph.Builder builder = new Graph.Builder();
    pool.forEach(v -> builder.value(v).input(v.name()));
    return addTo(builder).output(nodes.get(nodes.size() - 1).output()).build();
  }

  Graph.Builder addTo(Graph.Builder builder) {
    values.forEach(builder::value);
    nodes.forEach(builder::node);
    inputs.forEach(builder::input);
    return builder;
  }
}
