package dev.thimble.kernel.random;

import dev.thimble.graph.Activation;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Binary;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import dev.thimble.graph.WindowSpec;
import dev.thimble.kernel.RangeException;
import dev.thimble.kernel.lower.Lower;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Layers of bytes without weights, side by side, each with inputs of its own: pooling with all
 * kinds of padding, means, sums and extremes over rows and columns, functions of a byte, and of two
 * tensors sums, differences, products and extremes.
 */
public final class FoldGraphs {
  private static final int LAYERS = 6;
  private static final int MOST_ELEMENTS = 900;
  private static final Binary.Kind[] PAIRS = {
    Binary.Kind.ADD, Binary.Kind.SUB, Binary.Kind.MUL, Binary.Kind.MAXIMUM, Binary.Kind.MINIMUM
  };

  private final Dice dice;
  private final Rules rules;
  private final ElementType type;
  private Graph.Builder builder = new Graph.Builder();
  private int number;

  private FoldGraphs(Dice dice, ElementType type) {
    this.dice = dice;
    this.type = type;
    rules = new Rules(dice);
  }

  /** A network, the same one for the same seed. */
  public static Graph of(long seed) throws ShapeException {
    Dice dice = new Dice(seed);
    ElementType type = dice.pick(ElementType.INT8, ElementType.INT8, ElementType.UINT8);
    FoldGraphs graphs = new FoldGraphs(dice, type);
    for (int i = 0; i < LAYERS; i++) {
      graphs.layer();
    }
    return graphs.builder.build();
  }

  /** Pooling of words. */
  public static Graph ofWords(long seed) throws ShapeException {
    FoldGraphs graphs = new FoldGraphs(new Dice(seed), ElementType.INT16);
    for (int i = 0; i < LAYERS; i++) {
      graphs.layer();
    }
    return graphs.builder.build();
  }

  /** One more layer that can be. */
  private void layer() {
    Graph before = builder.build();
    while (true) {
      try {
        switch (type == ElementType.INT16 ? 0 : dice.below(6)) {
          case 0, 1 -> pool();
          case 2 -> reduce();
          case 3 -> table();
          case 4 -> constants();
          default -> pair();
        }
        Lower.program(builder.build());
        return;
      } catch (ShapeException | RangeException e) {
        builder = new Graph.Builder(before);
      }
    }
  }

  private Value value(String name, Shape shape) {
    Optional<Quantization> scale = Optional.of(Quantization.perTensor(0.5, 0));
    Value value = new Value(name + number++, type, shape, scale, Optional.empty());
    builder = builder.value(value);
    return value;
  }

  private Value input(Shape shape) {
    Value value = value("in", shape);
    builder = builder.input(value.name());
    return value;
  }

  private Value picture() {
    int channels = dice.pick(1, 2, 3, 4, 5, 7, 8, 17, 32, 280);
    int height = dice.between(1, 9);
    int width = Math.max(1, Math.min(dice.between(1, 12), MOST_ELEMENTS / channels / height));
    return input(Shape.of(height, width, channels));
  }

  private void node(Operator operator, Arithmetic rule, Value... read) throws ShapeException {
    List<Shape> shapes = List.of(read).stream().map(Value::shape).toList();
    Value result = value("out", operator.infer(shapes).get(0));
    String[] from = List.of(read).stream().map(Value::name).toArray(String[]::new);
    builder = builder.node(Node.of(result.name(), operator, from).with(rule)).output(result.name());
  }

  private void pool() throws ShapeException {
    int height = dice.between(1, 4);
    int width = dice.between(1, 4);
    WindowSpec.Padding padding = dice.pick(WindowSpec.Padding.values());
    WindowSpec window = WindowSpec.of(dice.between(1, 3), dice.between(1, 3), 1, 1, padding);
    if (padding == WindowSpec.Padding.EXPLICIT) {
      window =
          window.withPadding(
              dice.below(height), dice.below(height), dice.below(width), dice.below(width));
    }
    Pool2d.Kind kind = dice.pick(Pool2d.Kind.values());
    Pool2d operator = new Pool2d(kind, height, width, window, Activation.NONE);
    node(operator, new Arithmetic.Pooled(rules.range(type)), picture());
  }

  private void reduce() throws ShapeException {
    Value x = picture();
    Reduce.Kind kind = dice.pick(Reduce.Kind.values());
    List<Integer> axes = dice.pick(List.of(0, 1), List.of(0), List.of(1));
    boolean extreme = kind == Reduce.Kind.MAX || kind == Reduce.Kind.MIN;
    double most = 128.0 * x.shape().extent(0) * x.shape().extent(1);
    Arithmetic rule = extreme ? new Arithmetic.Moved(0) : rules.scaled(type, most, type, 1, 0);
    node(new Reduce(kind, axes, dice.chance(50)), rule, x);
  }

  private void table() throws ShapeException {
    List<Integer> entries = new ArrayList<>();
    for (long entry : dice.many(256, type.min(), type.max())) {
      entries.add((int) entry);
    }
    Arithmetic rule = new Arithmetic.Table((int) type.min(), entries);
    node(Unary.of(Unary.Kind.TANH), rule, input(Shape.of(dice.pick(9, 12, 31, 300))));
  }

  /** A change of scale, or a constant for each channel. */
  private void constants() throws ShapeException {
    Value x = input(Shape.of(dice.between(1, 9), dice.between(1, 19)));
    if (dice.chance(30)) {
      node(Unary.of(Unary.Kind.IDENTITY), rules.scaled(type, type.max(), type, 1, 0), x);
      return;
    }
    Shape shape = dice.pick(Shape.of(1), Shape.of(x.shape().extent(1)), x.shape());
    long[] numbers = dice.many(shape.size(), type.min(), type.max());
    Value constant = Value.integers("const" + number++, type, shape, numbers);
    builder = builder.value(constant);
    Binary.Kind kind = dice.pick(PAIRS);
    Arithmetic rule = Elements.rule(dice, kind, type, type);
    node(new Binary(kind, Activation.NONE), rule, x, constant);
  }

  private void pair() throws ShapeException {
    Shape shape = Shape.of(dice.pick(1, 2, 3, 5, 16, 31, 300));
    Binary.Kind kind = dice.pick(PAIRS);
    Arithmetic rule = Elements.rule(dice, kind, type, type);
    node(new Binary(kind, Activation.NONE), rule, input(shape), input(shape));
  }
}
