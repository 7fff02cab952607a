package dev.thimble.kernel.random;

import dev.thimble.graph.Activation;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import dev.thimble.graph.WindowSpec;
import dev.thimble.kernel.RangeException;
import dev.thimble.kernel.lower.Lower;
import java.util.List;

/**
 * Random networks of bytes with as many channels as vectors have lanes and more: convolution,
 * depthwise layer, often with several channels for each of its inputs, pooling, a sum of two
 * branches, pointwise layer, mean.
 */
public final class ChannelGraphs {
  /** With more channels a depthwise layer brings no more of them. */
  private static final int MOST_SHARED = 8;

  private static final WindowSpec SAME = WindowSpec.of(1, 1, 1, 1, WindowSpec.Padding.SAME);

  private final Dice dice;
  private final Rules rules;
  private final Draft draft;
  private Value last;

  private ChannelGraphs(long seed) {
    dice = new Dice(seed);
    rules = new Rules(dice);
    draft = new Draft(dice, new Names(dice), List.of());
    last = draft.fresh(ElementType.INT8, Shape.of(dice.between(4, 9), dice.between(4, 8), 1));
  }

  /** The network of a seed. */
  public static Graph of(long seed) {
    for (long attempt = seed; ; attempt += 1_000_000) {
      try {
        Graph graph = new ChannelGraphs(attempt).build();
        Lower.program(graph);
        return graph;
      } catch (Draft.Misfit | RangeException e) {
        continue;
      }
    }
  }

  private Graph build() {
    int channels = dice.pick(3, 4, 8, 12, 16, 24, 32, 48);
    int kernel = dice.pick(1, 3);
    conv(channels, kernel, window(kernel, kernel));
    depthwise();
    pool();
    Value skip = last;
    conv(skip.shape().extent(-1), 1, SAME);
    add(skip);
    conv(dice.between(1, 9), dice.pick(1, 2), SAME);
    mean();
    return draft.addTo(new Graph.Builder()).output(last.name()).build();
  }

  private void conv(int outputs, int kernel, WindowSpec window) {
    int depth = last.shape().extent(-1);
    products(
        new Conv2d(window, Activation.NONE),
        Shape.of(outputs, kernel, kernel, depth),
        outputs,
        kernel * kernel * depth);
  }

  private void depthwise() {
    int inputs = last.shape().extent(-1);
    int multiplier = inputs > MOST_SHARED ? 1 : dice.pick(1, 1, 2, 3, 4, 5, 8, 16);
    int channels = inputs * multiplier;
    int height = dice.between(1, 4);
    int width = dice.between(1, 4);
    products(
        new DepthwiseConv2d(window(height, width), Activation.NONE),
        Shape.of(height, width, channels),
        channels,
        height * width);
  }

  private WindowSpec window(int height, int width) {
    WindowSpec.Padding padding = dice.pick(WindowSpec.Padding.values());
    WindowSpec spec = WindowSpec.of(dice.between(1, 2), dice.between(1, 2), 1, 1, padding);
    return padding == WindowSpec.Padding.EXPLICIT
        ? spec.withPadding(
            dice.between(0, height - 1),
            dice.between(0, height - 1),
            dice.between(0, width - 1),
            dice.between(0, width - 1))
        : spec;
  }

  private void products(Operator operator, Shape weights, int outputs, int terms) {
    boolean half = dice.chance(30);
    long limit = half ? 7 : 127;
    Value w =
        draft.constant(
            half ? ElementType.INT4 : ElementType.INT8,
            weights,
            dice.many(weights.size(), -limit, limit));
    Value b = draft.constant(ElementType.INT32, Shape.of(outputs), dice.many(outputs, -4000, 4000));
    double most = terms * 128.0 * limit / 2;
    Arithmetic rule = rules.scaled(ElementType.INT8, most, ElementType.INT8, outputs, 0);
    last = draft.layer(operator, rule, ElementType.INT8, last, w, b);
  }

  private void pool() {
    int height = dice.between(1, 3);
    int width = dice.between(1, 3);
    Pool2d.Kind kind = dice.pick(Pool2d.Kind.values());
    Pool2d operator = new Pool2d(kind, height, width, window(height, width), Activation.NONE);
    Arithmetic rule = new Arithmetic.Pooled(rules.range(ElementType.INT8));
    last = draft.layer(operator, rule, ElementType.INT8, last);
  }

  private void add(Value other) {
    Arithmetic rule = Elements.sum(dice, ElementType.INT8, ElementType.INT8);
    Binary operator = new Binary(Binary.Kind.ADD, Activation.NONE);
    last = draft.layer(operator, rule, ElementType.INT8, last, other);
  }

  private void mean() {
    Shape shape = last.shape();
    int count = shape.extent(-3) * shape.extent(-2);
    Arithmetic rule = rules.scaled(ElementType.INT8, 128.0 * count, ElementType.INT8, 1, 0);
    Reduce operator = new Reduce(Reduce.Kind.MEAN, List.of(-3, -2), dice.chance(50));
    last = draft.layer(operator, rule, ElementType.INT8, last);
  }
}
