package dev.thimble.kernel.random;

import dev.thimble.graph.Activation;
import dev.thimble.graph.ArgExtreme;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Dense;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Softmax;
import dev.thimble.graph.Value;
import dev.thimble.graph.WindowSpec;
import dev.thimble.quantize.ReferenceSoftmax;
import java.util.ArrayList;
import java.util.List;

/** Networks of the size that small chips run, with random weights: digits and key words. */
public final class RealisticGraphs {
  /** How many there are. */
  public static final int COUNT = 10;

  private static final int NARROW = 6;

  private final Dice dice = new Dice(5);
  private final Draft draft = new Draft(dice, new Names(dice), List.of());
  private final boolean wide;
  private final boolean half;
  private Value last;

  private RealisticGraphs(boolean wide, boolean half, Shape input) {
    this.wide = wide;
    this.half = half;
    last = draft.fresh(ElementType.INT8, input);
  }

  /**
   * An MLP, a CNN and a depthwise-separable CNN, each by both contracts: imported, and quantised
   * here; then the three with weights of 4 bits, and a layer of so many of them that their indices
   * leave 16 bits with a sign.
   */
  public static Graph of(int index) {
    boolean half = index >= NARROW;
    boolean wide = !half && index % 2 == 0;
    if (index == COUNT - 1) {
      return new RealisticGraphs(wide, half, Shape.of(64)).dense(200).dense(180).decide();
    }
    return switch (half ? index - NARROW : index / 2) {
      case 0 -> new RealisticGraphs(wide, half, Shape.of(64)).dense(32).dense(10).decide();
      case 1 ->
          new RealisticGraphs(wide, half, Shape.of(8, 8, 1))
              .conv(8, 3, 1)
              .pool(2)
              .conv(12, 3, 1)
              .pool(2)
              .dense(10)
              .decide();
      default ->
          new RealisticGraphs(wide, half, Shape.of(10, 8, 1))
              .conv(8, 3, 2)
              .depthwise()
              .conv(12, 1, 1)
              .pool(2)
              .dense(4)
              .decide();
    };
  }

  /** Two depthwise-separable layers on a map of 10 by 8 pixels of 8 channels. */
  public static Graph separable() {
    return new RealisticGraphs(true, false, Shape.of(10, 8, 1))
        .conv(8, 3, 1)
        .depthwise()
        .conv(8, 1, 1)
        .depthwise()
        .conv(8, 1, 1)
        .pool(2)
        .dense(4)
        .decide();
  }

  /** Networks with 70 to 90 KB of weights: an MLP, one of 4 bits, and a CNN. */
  public static Graph large(int index) {
    return switch (index) {
      case 0 ->
          new RealisticGraphs(true, false, Shape.of(64)).dense(300).dense(200).dense(10).decide();
      case 1 ->
          new RealisticGraphs(false, true, Shape.of(64)).dense(250).dense(560).dense(10).decide();
      default ->
          new RealisticGraphs(false, false, Shape.of(2, 2, 4))
              .conv(80, 3, 1)
              .depthwise()
              .conv(100, 3, 1)
              .pool(2)
              .dense(4)
              .decide();
    };
  }

  private RealisticGraphs dense(int outputs) {
    int inputs = last.shape().size();
    return products(new Dense(Activation.NONE), Shape.of(outputs, inputs), outputs, inputs);
  }

  private RealisticGraphs conv(int outputs, int kernel, int stride) {
    int depth = last.shape().extent(-1);
    WindowSpec window = WindowSpec.of(stride, stride, 1, 1, WindowSpec.Padding.SAME);
    return products(
        new Conv2d(window, Activation.NONE),
        Shape.of(outputs, kernel, kernel, depth),
        outputs,
        kernel * kernel * depth);
  }

  private RealisticGraphs depthwise() {
    int channels = last.shape().extent(-1);
    WindowSpec window = WindowSpec.of(1, 1, 1, 1, WindowSpec.Padding.SAME);
    return products(
        new DepthwiseConv2d(window, Activation.NONE), Shape.of(3, 3, channels), channels, 9);
  }

  private RealisticGraphs products(Operator operator, Shape weights, int outputs, int terms) {
    ElementType type = half ? ElementType.INT4 : ElementType.INT8;
    Value w = draft.constant(type, weights, random(weights.size(), half ? 7 : 127));
    Value b = draft.constant(ElementType.INT32, Shape.of(outputs), random(outputs, 4000));
    List<Arithmetic.Ratio> ratios = new ArrayList<>();
    int shift = (int) Math.round(Math.log(Math.sqrt(terms) * 70) / Math.log(2));
    for (int i = 0; i < outputs; i++) {
      ratios.add(
          wide
              ? new Arithmetic.Ratio(dice.betweenLong(1L << 30, (1L << 31) - 1), 31 + shift)
              : new Arithmetic.Ratio(dice.between(100, 255), (half ? 4 : 8) + shift));
    }
    Arithmetic rule =
        new Arithmetic.Scaled(
            -128,
            0,
            ratios,
            wide ? Rounding.DOUBLE : Rounding.SINGLE,
            new Arithmetic.Range(-128, -128, 127));
    last = draft.layer(operator, rule, ElementType.INT8, last, w, b);
    return this;
  }

  private long[] random(int count, int limit) {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = dice.between(-limit, limit);
    }
    return values;
  }

  private RealisticGraphs pool(int window) {
    WindowSpec spec = WindowSpec.of(window, window, 1, 1, WindowSpec.Padding.VALID);
    Pool2d.Kind kind = wide ? Pool2d.Kind.MAX : Pool2d.Kind.AVERAGE;
    Arithmetic rule = new Arithmetic.Pooled(new Arithmetic.Range(-128, -128, 127));
    last =
        draft.layer(
            new Pool2d(kind, window, window, spec, Activation.NONE), rule, ElementType.INT8, last);
    return this;
  }

  private Graph decide() {
    if (wide) {
      Arithmetic rule = ReferenceSoftmax.tables(0.1, 1, last.shape().extent(-1));
      last = draft.layer(new Softmax(1), rule, ElementType.INT8, last);
    } else {
      last =
          draft.layer(new ArgExtreme(true, -1), new Arithmetic.Moved(0), ElementType.INT16, last);
    }
    return draft.addTo(new Graph.Builder()).output(last.name()).build();
  }
}
