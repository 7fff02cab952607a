package dev.thimble.graph.passes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.fixture.Gaussians;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Dense;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import dev.thimble.graph.WindowSpec;
import dev.thimble.quantize.FloatEvaluator;
import dev.thimble.quantize.Quantizer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PassesTest {
  private static final Activation NONE = Activation.NONE;
  private static final Operator MUL = new Binary(Binary.Kind.MUL, NONE);
  private static final Operator ADD = new Binary(Binary.Kind.ADD, NONE);
  private static final Operator SUB = new Binary(Binary.Kind.SUB, NONE);
  private static final Operator DIV = new Binary(Binary.Kind.DIV, NONE);
  private static final Operator RELU = Unary.of(Unary.Kind.RELU);
  private static final Operator CONV =
      new Conv2d(WindowSpec.of(1, 1, 1, 1, WindowSpec.Padding.SAME), NONE);

  private final Random random = new Random(5);
  private final Graph.Builder builder = new Graph.Builder();

  @Test
  void batchNormalisationAndReluGoIntoAConvolution() throws ShapeException {
    image();
    node("conv", CONV, "x", constant("w", 4, 3, 3, 2));
    node("scaled", MUL, "conv", constant("scale", 4));
    node("shifted", ADD, constant("shift", 1, 1, 4), "scaled");
    node("out", RELU, "shifted");
    Graph simple = checked("out", 1);
    assertThat(simple.nodes().get(0).operator())
        .isEqualTo(new Conv2d(((Conv2d) CONV).window(), Activation.RELU));
    assertThat(simple.nodes().get(0).name()).isEqualTo("conv");
    assertThat(simple.values()).containsOnlyKeys("x", "w", "conv_bias", "out");
  }

  @Test
  void allKindsGoIntoDepthwiseAndDense() throws ShapeException {
    image();
    Operator depthwise = new DepthwiseConv2d(((Conv2d) CONV).window(), NONE);
    node("dw", depthwise, "x", constant("w", 3, 3, 4), constant("b", 4));
    node("from", SUB, constant("c1", 4), "dw");
    node("less", SUB, "from", constant("c2", 1));
    node("part", DIV, "less", constant("c3", 4));
    node("flat", new Reshape(Shape.of(4, 25)), "part");
    node("flatter", new Reshape(Shape.of(100)), "flat");
    node("dense", new Dense(NONE), "flatter", constant("d", 3, 100));
    node("out", MUL, "dense", constant("c4", 3));
    checked("out", 3);
  }

  @Test
  void nothingGoesForwardIntoAPaddedConvolution() throws ShapeException {
    image();
    node("shifted", ADD, "x", constant("shift", 2));
    node("out", CONV, "shifted", constant("w", 4, 3, 3, 2));
    checked("out", 2);
  }

  @Test
  void whatOthersReadStays() throws ShapeException {
    image();
    node("conv", CONV, "x", constant("w", 4, 3, 3, 2));
    node("scaled", MUL, "conv", constant("scale", 4));
    node("out", ADD, "scaled", "conv");
    checked("out", 3);
  }

  @Test
  void aWeightThatTwoLayersShareIsCopied() throws ShapeException {
    image();
    node("one", CONV, "x", constant("w", 2, 3, 3, 2));
    node("scaled", MUL, "one", constant("scale", 2));
    node("out", CONV, "scaled", "w");
    checked("out", 2);
  }

  @Test
  void constantsOfOtherShapesStay() throws ShapeException {
    image();
    node("conv", CONV, "x", constant("w", 5, 3, 3, 2));
    node("rows", MUL, "conv", constant("scale", 5, 1));
    node("out", ADD, "rows", constant("full", 5, 5, 5));
    checked("out", 3);
  }

  @Test
  void constantsAreComputedAndDeadNodesGo() throws ShapeException {
    image();
    constant("a", 4);
    node("b", Unary.of(Unary.Kind.TANH), "a");
    node("c", ADD, "b", "a");
    node("dead", RELU, "x");
    node("deader", RELU, "dead");
    node("conv", CONV, "x", constant("w", 4, 3, 3, 2));
    node("scaled", MUL, "conv", "c");
    node("same", Unary.of(Unary.Kind.IDENTITY), "scaled");
    node("out", new Pool2d(Pool2d.Kind.MAX, 2, 2, ((Conv2d) CONV).window(), NONE), "same");
    node("last", Unary.of(Unary.Kind.RELU6), "out");
    checked("last", 2);
  }

  private void image() {
    builder.value(Value.real("x", Shape.of(5, 5, 2))).input("x");
  }

  private String constant(String name, int... extents) {
    Shape shape = Shape.of(extents);
    builder.value(Value.real(name, shape, Gaussians.of(random, shape.size())));
    return name;
  }

  private void node(String name, Operator operator, String... inputs) throws ShapeException {
    builder.real(Node.of(name, operator, inputs));
  }

  private Graph checked(String output, int nodes) {
    Graph graph = builder.output(output).build();
    Graph simple = Quantizer.simplify(graph);
    assertThat(simple.nodes()).hasSize(nodes);
    assertThat(simple.outputs()).containsExactly(output);
    for (int round = 0; round < 10; round++) {
      float[] x = Gaussians.of(random, 50);
      Map<String, float[]> before = new FloatEvaluator(graph).evaluate(List.of(x));
      Map<String, float[]> after = new FloatEvaluator(simple).evaluate(List.of(x));
      double scale = 1e-9;
      for (float value : before.get(output)) {
        scale = Math.max(scale, Math.abs(value));
      }
      for (int i = 0; i < before.get(output).length; i++) {
        assertThat((double) after.get(output)[i])
            .isCloseTo(before.get(output)[i], within(1e-6 * scale));
      }
    }
    return simple;
  }
}
