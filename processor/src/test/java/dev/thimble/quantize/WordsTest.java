package dev.thimble.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fixture.Gaussians;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Concat;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Dense;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Pad;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Softmax;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import dev.thimble.graph.WindowSpec;
import dev.thimble.importer.data.Trial;
import dev.thimble.kernel.Interpreter;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.lower.Lower;
import dev.thimble.quantize.reference.Profile;
import dev.thimble.quantize.reference.ReferenceArithmetic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Layers with results of 16 bits: TensorFlow Lite's int16x8, the same in all executions. */
class WordsTest {
  private static final Activation NONE = Activation.NONE;
  private static final WindowSpec SAME = WindowSpec.of(1, 1, 1, 1, WindowSpec.Padding.SAME);
  private static final Widths WORDS = Widths.all(Widths.WORD);

  private final Random random = new Random(5);
  private final Graph.Builder builder =
      new Graph.Builder().value(Value.real("x", Shape.of(6, 6, 4))).input("x");

  @Test
  void layersKeepTheReferencesContract() throws Exception {
    node(
        "conv",
        new Conv2d(SAME, Activation.RELU),
        "x",
        constant("w1", 8, 3, 3, 4),
        constant("b1", 8));
    node("dw", new DepthwiseConv2d(SAME, Activation.RELU6), "conv", constant("w2", 3, 3, 8));
    node("y", new Dense(NONE), "dw", constant("w3", 5, 288), constant("b3", 5));
    Graph graph = checked(WORDS, 38);
    assertThat(graph.value("x").element()).isEqualTo(ElementType.INT16);
    for (Node node : graph.nodes()) {
      assertThat(graph.out(node).element()).isEqualTo(ElementType.INT16);
      assertThat(graph.out(node).quantized().zeroPoint()).isZero();
      assertThat(graph.in(node, 1).element()).isEqualTo(ElementType.INT8);
      assertThat(node.arithmetic()).contains(reference(graph, node));
    }
  }

  /** Turned round, the least integer is the largest, not itself. */
  @Test
  void signsAreTurnedWithinTheType() throws Exception {
    Graph.Builder integer = new Graph.Builder().input("x").output("y");
    Quantization meaning = Quantization.perTensor(1, 0);
    Shape shape = Shape.of(3);
    integer.value(Value.quantized("x", ElementType.INT16, shape, meaning));
    integer.value(Value.quantized("y", ElementType.INT16, shape, meaning));
    Node node = Node.of("y", Unary.of(Unary.Kind.NEG), "x").with(new Arithmetic.Moved(0));
    Graph graph = integer.node(node).build();
    Program program = Lower.program(graph);
    Interpreter interpreter = new Interpreter(program);
    interpreter.run(List.of(new long[] {-32768, 32767, -5}));
    assertThat(interpreter.read(program.outputs().get(0))).containsExactly(32767, -32767, 5);
    assertThat(
            new IntegerEvaluator(graph).evaluate(List.of(new float[] {-32768, 32767, -5})).get("y"))
        .containsExactly(32767, -32767, 5);
    Trial.twinAndC("Turned", graph);
  }

  /** What TensorFlow Lite for Microcontrollers would do with the same values and a 64-bit bias. */
  private static Arithmetic reference(Graph graph, Node node) throws Exception {
    Graph.Builder other = new Graph.Builder();
    graph.values().values().forEach(other::value);
    Value bias = graph.in(node, 2);
    other.value(
        Value.integers(bias.name(), ElementType.INT64, bias.shape(), bias.integers())
            .with(bias.quantized()));
    other.node(
        new Node(
            node.name(),
            node.step(),
            node.operator(),
            node.inputs(),
            node.outputs(),
            Optional.empty()));
    return ReferenceArithmetic.apply(other.build(), Profile.TFLM)
        .nodes()
        .get(0)
        .arithmetic()
        .orElseThrow();
  }

  @Test
  void whatStandsBetweenLayersKeeps16Bits() throws Exception {
    node("a", new Conv2d(SAME, NONE), "x", constant("w1", 4, 3, 3, 4));
    node("b", new Conv2d(SAME, Activation.RELU), "x", constant("w2", 4, 3, 3, 4));
    node("sum", new Binary(Binary.Kind.ADD, Activation.RELU), "a", "b");
    node("product", new Binary(Binary.Kind.MUL, NONE), "sum", "x");
    node("both", new Concat(2), "product", "b");
    node("padded", new Pad(List.of(1, 0, 0), List.of(0, 1, 0), Pad.Mode.CONSTANT, 0.5), "both");
    node("max", new Pool2d(Pool2d.Kind.MAX, 2, 2, SAME, NONE), "padded");
    node("mean", new Pool2d(Pool2d.Kind.AVERAGE, 2, 2, SAME, Activation.RELU), "max");
    node("relu", Unary.of(Unary.Kind.RELU6), "mean");
    node("tanh", Unary.of(Unary.Kind.TANH), "relu");
    node("pooled", new Reduce(Reduce.Kind.MEAN, List.of(0, 1), false), "tanh");
    node("logits", new Dense(NONE), "pooled", constant("w3", 5, 8));
    node("y", new Softmax(1), "logits");
    Graph graph = checked(WORDS, 45);
    graph
        .nodes()
        .forEach(node -> assertThat(graph.out(node).element()).isEqualTo(ElementType.INT16));
    assertThat(graph.value("y").quantized()).isEqualTo(Quantization.perTensor(1.0 / 32768, 0));
  }

  @Test
  void stepsMayDiffer() throws Exception {
    node("a", new Conv2d(SAME, NONE), "x", constant("w1", 4, 3, 3, 4));
    node("b", new Conv2d(SAME, Activation.RELU), "a", constant("w2", 4, 3, 3, 4));
    node("sum", new Binary(Binary.Kind.ADD, NONE), "a", "b");
    node("c", new DepthwiseConv2d(SAME, NONE), "sum", constant("w4", 3, 3, 4));
    node("most", new Binary(Binary.Kind.MAXIMUM, NONE), "sum", "c");
    node("y", new Dense(NONE), "most", constant("w3", 5, 144));
    Widths mixed =
        new Widths(
            Map.of("b", Widths.WORD, "y", Widths.WORD, "c", Widths.HALF), Map.of(), Widths.BYTE);
    Graph graph = checked(mixed, 15);
    assertThat(graph.value("x").element()).isEqualTo(ElementType.INT8);
    assertThat(graph.value("a").element()).isEqualTo(ElementType.INT8);
    assertThat(graph.value("b").element()).isEqualTo(ElementType.INT16);
    assertThat(graph.value("sum").element()).isEqualTo(ElementType.INT16);
    assertThat(graph.producer("c").orElseThrow().inputs().get(0)).isEqualTo("sum");
    assertThat(graph.value("c").element()).isEqualTo(ElementType.INT8);
    assertThat(graph.value("w4").element()).isEqualTo(ElementType.INT4);
    assertThat(graph.value("most").element()).isEqualTo(ElementType.INT8);
    assertThat(graph.value("y").element()).isEqualTo(ElementType.INT16);
  }

  @Test
  void degenerateLayersStayFinite() throws Exception {
    node("dead", new Dense(NONE), "x", Value.real("w", Shape.of(3, 144), new float[432]));
    node("y", new Dense(NONE), "dead", constant("w2", 2, 3), constant("b", 2));
    Graph graph =
        Quantizer.quantise(builder.output("y").build(), samples(1), options(WORDS)).integer();
    same(graph);
  }

  @Test
  void inputsOfIntegersStayIntegers() {
    assertThat(Words.ofInput(new ValueRange(-3, 700, true)))
        .isEqualTo(Quantization.perTensor(1, 0));
    assertThat(Words.ofInput(new ValueRange(0, 40_000, true)).scale()).isGreaterThan(1);
    assertThat(Words.ofInput(new ValueRange(0, 0.5, false)).scale()).isBetween(1.52e-5, 1.53e-5);
  }

  private static QuantizerOptions options(Widths widths) {
    return QuantizerOptions.defaults().withWidths(widths);
  }

  private Graph checked(Widths widths, double decibels) throws Exception {
    Quantised quantised =
        Quantizer.quantise(builder.output("y").build(), samples(1), options(widths));
    assertThat(quantised.qualities())
        .allSatisfy(q -> assertThat(q.decibels()).as(q.node()).isGreaterThan(decibels));
    same(quantised.integer());
    return quantised.integer();
  }

  /** The evaluator, the interpreter, the twin and the C give the same. */
  private void same(Graph graph) throws Exception {
    IntegerEvaluator evaluator = new IntegerEvaluator(graph);
    Program program = Lower.program(graph);
    Interpreter interpreter = new Interpreter(program);
    Value input = graph.value("x");
    for (double scale : new double[] {1, 1000}) {
      for (List<float[]> sample : samples(scale).samples()) {
        float[] x =
            Int8.quantise(
                sample.get(0), input.quantized(), input.element().min(), input.element().max());
        long[] integers = new long[x.length];
        for (int i = 0; i < x.length; i++) {
          integers[i] = (long) x[i];
        }
        interpreter.run(List.of(integers));
        long[] got = interpreter.read(program.outputs().get(0));
        float[] wanted = evaluator.evaluate(sample).get("y");
        for (int i = 0; i < got.length; i++) {
          assertThat(got[i]).isEqualTo((long) wanted[i]);
        }
      }
    }
    Trial.twinAndC("words", graph);
  }

  private CalibrationSamples samples(double scale) {
    List<List<float[]>> samples = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      samples.add(List.of(Gaussians.of(random, 144, scale)));
    }
    return new CalibrationSamples(samples);
  }

  private Value constant(String name, int... extents) {
    Shape shape = Shape.of(extents);
    return Value.real(name, shape, Gaussians.of(random, shape.size(), 0.3));
  }

  private void node(String name, Operator operator, Object... inputs) throws ShapeException {
    List<String> names = new ArrayList<>();
    for (Object input : inputs) {
      if (input instanceof Value value) {
        builder.value(value);
        names.add(value.name());
      } else {
        names.add((String) input);
      }
    }
    builder.real(new Node(name, name, operator, names, List.of(name), Optional.empty()));
  }
}
