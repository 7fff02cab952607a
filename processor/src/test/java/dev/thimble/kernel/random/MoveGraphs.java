package dev.thimble.kernel.random;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Concat;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Pad;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Slice;
import dev.thimble.graph.Transpose;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Networks that only move elements, of up to a few thousand: one after the other, and joined. */
public final class MoveGraphs {
  private static final int LAYERS = 9;
  private static final int MOST_ELEMENTS = 900;

  private final Dice dice;
  private final ElementType type;
  private Graph.Builder builder = new Graph.Builder();
  private final List<Value> pool = new ArrayList<>();
  private int number;

  private MoveGraphs(long seed) {
    dice = new Dice(seed);
    type = dice.pick(ElementType.INT8, ElementType.INT8, ElementType.INT16, ElementType.UINT8);
  }

  /** A network, the same one for the same seed. */
  public static Graph of(long seed) throws ShapeException {
    MoveGraphs graphs = new MoveGraphs(seed);
    graphs.input();
    for (int i = 0; i < LAYERS; i++) {
      graphs.layer();
    }
    return graphs.builder.output(graphs.pool.get(graphs.pool.size() - 1).name()).build();
  }

  private Value input() {
    List<Integer> extents = new ArrayList<>();
    for (int rank = dice.between(1, 4), i = 0; i < rank; i++) {
      int most = rank == 1 ? 400 : rank == 2 ? 24 : 8;
      extents.add(dice.between(1, i == rank - 1 ? most : most / 2 + 1));
    }
    return input(new Shape(extents));
  }

  private Value input(Shape shape) {
    Value value = value("in", shape);
    builder = builder.input(value.name());
    return value;
  }

  private Value value(String name, Shape shape) {
    Optional<Quantization> scale = Optional.of(Quantization.perTensor(0.5, 0));
    Value value = new Value(name + number++, type, shape, scale, Optional.empty());
    builder = builder.value(value);
    pool.add(value);
    return value;
  }

  private void layer() throws ShapeException {
    Value x = dice.chance(75) ? pool.get(pool.size() - 1) : pool.get(dice.below(pool.size()));
    x = x.shape().size() < 16 ? input() : x;
    switch (dice.below(4)) {
      case 0 -> node(slice(x.shape()), x);
      case 1 -> node(pad(x.shape()), x);
      case 2 -> node(transpose(x.shape()), x);
      default -> concat(x);
    }
  }

  private void node(Operator operator, Value... read) throws ShapeException {
    List<Shape> shapes = List.of(read).stream().map(Value::shape).toList();
    Shape shape = operator.infer(shapes).get(0);
    if (shape.size() > MOST_ELEMENTS) {
      return;
    }
    Value result = value("moved", shape);
    String[] from = List.of(read).stream().map(Value::name).toArray(String[]::new);
    Arithmetic rule = new Arithmetic.Moved(dice.within(type));
    builder = builder.node(Node.of(result.name(), operator, from).with(rule));
  }

  private Slice slice(Shape x) {
    List<Integer> begin = new ArrayList<>();
    List<Integer> step = new ArrayList<>();
    List<Integer> extents = new ArrayList<>();
    for (int extent : x.extents()) {
      int from = dice.below(1 + extent / 3);
      int stride = dice.pick(1, 1, 1, 1, 2, 3);
      begin.add(from);
      step.add(stride);
      extents.add(1 + (extent - 1 - from) / stride);
    }
    return new Slice(begin, step, new Shape(extents));
  }

  private Pad pad(Shape x) {
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    for (int axis = 0; axis < x.rank(); axis++) {
      before.add(dice.below(4));
      after.add(dice.below(4));
    }
    return new Pad(before, after, Pad.Mode.CONSTANT, 0);
  }

  private Transpose transpose(Shape x) {
    List<Integer> order = new ArrayList<>();
    for (int axis = 0; axis < x.rank(); axis++) {
      order.add(axis);
    }
    Collections.shuffle(order, new Random(dice.below(1000)));
    return new Transpose(order);
  }

  private void concat(Value x) throws ShapeException {
    int axis = dice.below(x.shape().rank());
    List<Value> read = new ArrayList<>(List.of(x));
    for (int i = dice.between(1, 2); i > 0; i--) {
      read.add(input(x.shape().with(axis, dice.between(1, 9))));
    }
    node(new Concat(axis), read.toArray(Value[]::new));
  }
}
