package dev.thimble.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.graph.Activation;
import dev.thimble.graph.ArgExtreme;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Concat;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Dense;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Pad;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Slice;
import dev.thimble.graph.Softmax;
import dev.thimble.graph.Transpose;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import dev.thimble.graph.WindowSpec;
import dev.thimble.graph.WindowSpec.Padding;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each operator against numbers worked out by hand. */
class FloatEvaluatorTest {
  private static final Activation NONE = Activation.NONE;

  @Test
  void convolutionPadsWithZeros() throws ShapeException {
    Operator conv = new Conv2d(WindowSpec.of(1, 1, 1, 1, Padding.SAME), NONE);
    float[] out =
        run(
            conv,
            in(Shape.of(2, 2, 1), 1, 2, 3, 4),
            weights(Shape.of(1, 3, 3, 1), 1, 1, 1, 1, 1, 1, 1, 1, 1),
            weights(Shape.of(1), 0.5f));
    assertThat(out).containsExactly(10.5f, 10.5f, 10.5f, 10.5f);
  }

  @Test
  void convolutionOfGroupsStridesAndDilates() throws ShapeException {
    Operator conv = new Conv2d(WindowSpec.of(2, 1, 1, 2, Padding.VALID), Activation.RELU);
    float[] x = new float[24];
    for (int i = 0; i < x.length; i++) {
      x[i] = i;
    }
    // Two groups of one channel; taps at columns 0 and 2; rows 0 and 2.
    float[] out = run(conv, in(Shape.of(3, 4, 2), x), weights(Shape.of(2, 1, 2, 1), 1, 2, 1, -1));
    assertThat(out).containsExactly(0 + 2 * 4, 0, 2 + 2 * 6, 0, 16 + 2 * 20, 0, 18 + 2 * 22, 0);
  }

  @Test
  void depthwiseMultipliesChannels() throws ShapeException {
    Operator conv = new DepthwiseConv2d(WindowSpec.of(1, 1, 1, 1, Padding.VALID), Activation.RELU6);
    float[] out =
        run(
            conv,
            in(Shape.of(1, 2, 2), 1, 2, 3, 4),
            weights(Shape.of(1, 2, 4), 1, 0, 1, 0, 0, 1, 1, 2));
    assertThat(out).containsExactly(1, 3, 6, 6);
  }

  @Test
  void denseMultipliesRows() throws ShapeException {
    float[] out =
        run(
            new Dense(NONE),
            in(Shape.of(2, 2), 1, 2, 3, 4),
            weights(Shape.of(1, 2), 10, 1),
            weights(Shape.of(1), 1));
    assertThat(out).containsExactly(13, 35);
  }

  @Test
  void poolsCountOnlyWhatIsInside() throws ShapeException {
    WindowSpec same = WindowSpec.of(2, 2, 1, 1, Padding.SAME);
    Value x = in(Shape.of(3, 3, 1), -1, -2, -3, -4, -5, -6, -7, -8, -9);
    assertThat(run(new Pool2d(Pool2d.Kind.MAX, 2, 2, same, NONE), x))
        .containsExactly(-1, -3, -7, -9);
    assertThat(run(new Pool2d(Pool2d.Kind.AVERAGE, 2, 2, same, NONE), x))
        .containsExactly(-3, -4.5f, -7.5f, -9);
  }

  @Test
  void binariesBroadcast() throws ShapeException {
    Value x = in(Shape.of(2, 2), 1, 2, 3, 4);
    assertThat(run(new Binary(Binary.Kind.SUB, NONE), x, weights(Shape.of(2), 1, 5)))
        .containsExactly(0, -3, 2, -1);
    assertThat(run(new Binary(Binary.Kind.MAXIMUM, NONE), x, weights(Shape.of(2, 1), 2, 3)))
        .containsExactly(2, 2, 3, 4);
    assertThat(run(new Binary(Binary.Kind.SQUARED_DIFFERENCE, NONE), x, weights(Shape.of(1), 3)))
        .containsExactly(4, 1, 0, 1);
  }

  @Test
  void movesElements() throws ShapeException {
    Value x = in(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    assertThat(run(new Transpose(List.of(1, 0)), x)).containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(run(new Slice(List.of(1, 2), List.of(1, -1), Shape.of(1, 2)), x))
        .containsExactly(6, 5);
    assertThat(run(new Concat(1), x, weights(Shape.of(2, 1), 7, 8)))
        .containsExactly(1, 2, 3, 7, 4, 5, 6, 8);
    assertThat(run(new Pad(List.of(0, 1), List.of(1, 0), Pad.Mode.CONSTANT, 9), x))
        .containsExactly(9, 1, 2, 3, 9, 4, 5, 6, 9, 9, 9, 9);
    assertThat(run(new Pad(List.of(0, 2), List.of(0, 2), Pad.Mode.REFLECT, 0), x))
        .containsExactly(3, 2, 1, 2, 3, 2, 1, 6, 5, 4, 5, 6, 5, 4);
    assertThat(run(new Pad(List.of(0, 1), List.of(0, 2), Pad.Mode.SYMMETRIC, 0), x))
        .containsExactly(1, 1, 2, 3, 3, 2, 4, 4, 5, 6, 6, 5);
  }

  @Test
  void reducesAndChooses() throws ShapeException {
    Value x = in(Shape.of(2, 3), 1, 9, 9, 4, 5, -6);
    assertThat(run(new Reduce(Reduce.Kind.MEAN, List.of(0), false), x))
        .containsExactly(2.5f, 7, 1.5f);
    assertThat(run(new Reduce(Reduce.Kind.SUM, List.of(-1), true), x)).containsExactly(19, 3);
    assertThat(run(new Reduce(Reduce.Kind.MIN, List.of(0, 1), false), x)).containsExactly(-6);
    assertThat(run(new ArgExtreme(true, -1), x)).containsExactly(1, 1);
    assertThat(run(new ArgExtreme(false, 0), x)).containsExactly(0, 1, 1);
  }

  @Test
  void functions() throws ShapeException {
    float[] probabilities = run(new Softmax(1), in(Shape.of(3), 1000, 1000, 0));
    assertThat(probabilities).containsExactly(0.5f, 0.5f, 0);
    float[] sigmoid = run(Unary.of(Unary.Kind.SIGMOID), in(Shape.of(2), 0, 2));
    assertThat((double) sigmoid[1]).isCloseTo(0.880797, within(1e-6));
    assertThat(run(Unary.leaky(0.25), in(Shape.of(2), -4, 4))).containsExactly(-1, 4);
  }

  private static Value in(Shape shape, float... data) {
    return Value.real("x", shape, data);
  }

  private static Value weights(Shape shape, float... data) {
    return Value.real("?", shape, data);
  }

  private static float[] run(Operator operator, Value x, Value... more) throws ShapeException {
    Graph.Builder builder = new Graph.Builder().value(Value.real("x", x.shape())).input("x");
    List<String> names = new ArrayList<>(List.of("x"));
    for (Value value : more) {
      String name = "c" + names.size();
      builder.value(Value.real(name, value.shape(), value.floats()));
      names.add(name);
    }
    builder.real(Node.of("y", operator, names.toArray(String[]::new))).output("y");
    return new FloatEvaluator(builder.build()).evaluate(List.of(x.floats())).get("y");
  }
}
