package dev.thimble.kernel.random;

import dev.thimble.graph.Activation;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Dense;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import dev.thimble.graph.WindowSpec;

/** Random layers that sum products or slide windows. */
final class Pictures {
  private Pictures() {}

  static void convolution(Draft draft) {
    Dice dice = draft.dice;
    ElementType type = draft.activations();
    Value x = draft.any(type, dice.between(3, 4), 6);
    int channels = x.shape().extent(-1);
    int groups = channels % 2 == 0 && dice.chance(30) ? 2 : dice.chance(15) ? channels : 1;
    int depth = channels / groups;
    int outputs = groups * dice.between(1, 3);
    int height = dice.between(1, 3);
    int width = dice.between(1, 3);
    Conv2d operator = new Conv2d(window(dice, height, width, true), Activation.NONE);
    Shape shape = Shape.of(outputs, height, width, depth);
    products(draft, operator, x, shape, outputs, height * width * depth);
  }

  static void depthwise(Draft draft) {
    Dice dice = draft.dice;
    Value x = draft.any(draft.activations(), dice.between(3, 4), 6);
    int outputs = x.shape().extent(-1) * dice.between(1, 3);
    int height = dice.between(1, 3);
    int width = dice.between(1, 4);
    DepthwiseConv2d operator =
        new DepthwiseConv2d(window(dice, height, width, true), Activation.NONE);
    products(draft, operator, x, Shape.of(height, width, outputs), outputs, height * width);
  }

  /** Few taps at many positions: depthwise, or of one channel; now and then in long rows. */
  static void fewTaps(Draft draft) {
    Dice dice = draft.dice;
    boolean depthwise = dice.chance(65);
    int channels = depthwise ? dice.between(1, 5) : 1;
    int rows = dice.between(1, 80 / channels / 3);
    int columns = dice.between(3, 80 / channels / rows);
    ElementType type = dice.pick(ElementType.INT8, ElementType.INT8, ElementType.UINT8);
    Value x = draft.fresh(type, Shape.of(rows, columns, channels));
    int height = dice.between(1, 3);
    int width = dice.between(1, 3);
    WindowSpec window = window(dice, height, width, true);
    int outputs = depthwise ? channels : dice.between(1, 9);
    if (depthwise) {
      Operator operator = new DepthwiseConv2d(window, Activation.NONE);
      products(draft, operator, x, Shape.of(height, width, outputs), outputs, height * width);
    } else {
      Operator operator = new Conv2d(window, Activation.NONE);
      products(draft, operator, x, Shape.of(outputs, height, width, 1), outputs, height * width);
    }
  }

  static void dense(Draft draft) {
    Value x = draft.any(draft.activations(), draft.dice.between(1, 3), 24);
    int inputs = draft.dice.chance(60) ? x.shape().extent(-1) : x.shape().size();
    int outputs = draft.dice.between(1, 9);
    products(draft, new Dense(Activation.NONE), x, Shape.of(outputs, inputs), outputs, inputs);
  }

  private static void products(
      Draft draft, Operator operator, Value x, Shape shape, int outputs, int terms) {
    Dice dice = draft.dice;
    Rules rules = new Rules(dice);
    if (shape.elements() > 1200) {
      throw new Draft.Misfit("many weights");
    }
    boolean unsigned = dice.chance(8);
    ElementType signed = shape.elements() % 6 == 0 ? ElementType.INT4 : ElementType.INT8;
    ElementType weights = unsigned ? ElementType.UINT8 : signed;
    int weightZero = unsigned ? dice.between(0, 255) : 0;
    Value w = draft.constant(weights, shape, dice.many(shape.size(), weights.min(), weights.max()));
    boolean narrow = x.element().bits() == 8;
    double most = terms * (narrow ? 128.0 * 100 : 32768.0 * 100) / 2;
    ElementType to = rules.result();
    Arithmetic rule = rules.scaled(x.element(), most, to, outputs, weightZero);
    if (dice.chance(15)) {
      draft.layer(operator, rule, to, x, w);
      return;
    }
    long bias = biasLimit(dice, narrow);
    Value b =
        draft.constant(
            narrow ? ElementType.INT32 : ElementType.INT64,
            Shape.of(outputs),
            dice.many(outputs, -bias, bias));
    draft.layer(operator, rule, to, x, w, b);
  }

  private static long biasLimit(Dice dice, boolean narrow) {
    return narrow
        ? dice.pick(100L, 30_000L, 1_000_000L, 2_140_000_000L)
        : dice.pick(1000L, 1L << 31, 1L << 38);
  }

  static void pool(Draft draft) {
    Dice dice = draft.dice;
    Value x = draft.any(draft.activations(), dice.between(3, 4), 6);
    int height = dice.between(1, 4);
    int width = dice.between(1, 4);
    Pool2d.Kind kind = dice.pick(Pool2d.Kind.values());
    Pool2d operator =
        new Pool2d(kind, height, width, window(dice, height, width, false), Activation.NONE);
    Arithmetic rule = new Arithmetic.Pooled(new Rules(dice).range(x.element()));
    draft.layer(operator, rule, x.element(), x);
  }

  /** A window; convolutions also dilate and may pad so far that whole windows lie outside. */
  private static WindowSpec window(Dice dice, int height, int width, boolean convolution) {
    int dilation = convolution && dice.chance(30) ? 2 : 1;
    WindowSpec.Padding padding = dice.pick(WindowSpec.Padding.values());
    WindowSpec spec =
        WindowSpec.of(
            dice.between(1, 3),
            dice.between(1, 3),
            dilation,
            dice.chance(80) ? dilation : 1,
            padding);
    if (padding != WindowSpec.Padding.EXPLICIT) {
      return spec;
    }
    int rows = convolution && dice.chance(20) ? height + 2 : height - 1;
    int columns = convolution && dice.chance(20) ? width + 2 : width - 1;
    return spec.withPadding(
        dice.between(0, rows),
        dice.between(0, rows),
        dice.between(0, columns),
        dice.between(0, columns));
  }
}
