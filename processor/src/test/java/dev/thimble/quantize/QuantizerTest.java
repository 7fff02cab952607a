package dev.thimble.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.thimble.diagnostic.Message;
import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.QuantisationMessage;
import dev.thimble.fixture.Gaussians;
import dev.thimble.graph.Activation;
import dev.thimble.graph.ArgExtreme;
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
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Slice;
import dev.thimble.graph.Softmax;
import dev.thimble.graph.Transpose;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import dev.thimble.graph.WindowSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuantizerTest {
  private static final Activation NONE = Activation.NONE;
  private static final WindowSpec SAME = WindowSpec.of(1, 1, 1, 1, WindowSpec.Padding.SAME);

  private final Random random = new Random(11);
  private final Graph.Builder builder =
      new Graph.Builder().value(Value.real("x", Shape.of(6, 6, 4))).input("x");

  @Test
  void layersKeepTheContract() throws Exception {
    node(
        "conv",
        new Conv2d(SAME, Activation.RELU),
        "x",
        constant("w1", 8, 3, 3, 4),
        constant("b1", 8));
    node("dw", new DepthwiseConv2d(SAME, Activation.RELU6), "conv", constant("w2", 3, 3, 8));
    node("y", new Dense(NONE), "dw", constant("w3", 5, 288), constant("b3", 5));
    Quantised quantised = checked(30);
    for (Node node : quantised.integer().nodes()) {
      Arithmetic.Scaled rule = (Arithmetic.Scaled) node.arithmetic().orElseThrow();
      assertThat(rule.rounding()).isEqualTo(Arithmetic.Rounding.SINGLE);
      assertThat(rule.ratios()).allSatisfy(r -> assertThat(r.multiplier()).isBetween(1L, 255L));
      assertThat(rule.ratios().stream().map(Arithmetic.Ratio::shift).distinct()).hasSize(1);
      checkWeightScales(quantised.integer(), node, rule);
    }
    Arithmetic.Scaled relu =
        (Arithmetic.Scaled) quantised.integer().nodes().get(0).arithmetic().orElseThrow();
    assertThat(relu.output().low()).isEqualTo(relu.output().zeroPoint()).isEqualTo(-128);
  }

  /** sx * sw / sy is the ratio, exactly but for double's rounding: nothing systematic is lost. */
  private static void checkWeightScales(Graph graph, Node node, Arithmetic.Scaled rule) {
    Quantization weights = graph.in(node, 1).quantized();
    double in = graph.in(node, 0).quantized().scale();
    double out = graph.out(node).quantized().scale();
    for (int c = 0; c < rule.ratios().size(); c++) {
      double real = in * weights.scale(c) / out;
      assertThat(rule.ratios().get(c).real() / real - 1).isBetween(-1e-12, 1e-12);
      assertThat(graph.in(node, 2).quantized().scale(c) / (in * weights.scale(c)) - 1)
          .isBetween(-1e-12, 1e-12);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Binary.Kind.class, names = "DIV", mode = EnumSource.Mode.EXCLUDE)
  void binaries(Binary.Kind kind) throws Exception {
    node("a", new Conv2d(SAME, NONE), "x", constant("w1", 4, 1, 1, 4));
    node("b", new Conv2d(SAME, NONE), "x", constant("w2", 4, 3, 3, 4));
    node("c", new Binary(kind, NONE), "a", "b");
    node("y", new Binary(kind, NONE), constant("k", 4), "c");
    checked(kind == Binary.Kind.SQUARED_DIFFERENCE ? 22 : 26);
  }

  // STEP jumps: inputs that round to the other side of it are wrong by all of its height.
  @ParameterizedTest
  @EnumSource(
      value = Unary.Kind.class,
      names = {"LOG", "SQRT", "RSQRT", "STEP"},
      mode = EnumSource.Mode.EXCLUDE)
  void unaries(Unary.Kind kind) throws Exception {
    node("a", new Conv2d(SAME, NONE), "x", constant("w1", 4, 1, 1, 4));
    node("b", kind == Unary.Kind.LEAKY_RELU ? Unary.leaky(0.1) : Unary.of(kind), "a");
    node("y", new Binary(Binary.Kind.ADD, NONE), "b", "x");
    checked(20);
  }

  @Test
  void poolsMeansAndMoves() throws Exception {
    WindowSpec halves = WindowSpec.of(2, 2, 1, 1, WindowSpec.Padding.SAME);
    node("max", new Pool2d(Pool2d.Kind.MAX, 2, 2, SAME, NONE), "x");
    node("padded", new Pad(List.of(1, 0, 0), List.of(0, 1, 0), Pad.Mode.CONSTANT, 0.5), "max");
    node("turned", new Transpose(List.of(1, 0, 2)), "padded");
    node("cut", new Slice(List.of(0, 6, 0), List.of(2, -2, 1), Shape.of(3, 3, 4)), "turned");
    node("average", new Pool2d(Pool2d.Kind.AVERAGE, 2, 2, halves, Activation.RELU), "cut");
    node("flat", new Reshape(Shape.of(4, 4)), "average");
    node("mean", new Reduce(Reduce.Kind.MEAN, List.of(0), false), "flat");
    node("sum", new Reduce(Reduce.Kind.SUM, List.of(0), false), "flat");
    node("top", new Reduce(Reduce.Kind.MAX, List.of(0), false), "flat");
    node("y", new Concat(0), "mean", "sum", "top", constant("k", 2));
    Quantised quantised = checked(24);
    Graph graph = quantised.integer();
    assertThat(graph.value("max").quantization()).isEqualTo(graph.value("x").quantization());
    assertThat(graph.producer("mean").orElseThrow().arithmetic().orElseThrow())
        .isInstanceOf(Arithmetic.Scaled.class);
    assertThat(graph.value("y").quantization()).isEqualTo(graph.value("sum").quantization());
  }

  @Test
  void whatCannotShareAScaleGetsATable() throws Exception {
    node("logits", new Dense(NONE), "x", constant("w", 3, 144));
    node("scores", new Softmax(1), "logits");
    node("y", new Concat(0), "scores", "logits");
    Graph graph = checked(20).integer();
    Node table = graph.producer("y_rescale0").orElseThrow();
    assertThat(table.arithmetic().orElseThrow()).isInstanceOf(Arithmetic.Table.class);
    assertThat(graph.value("scores").quantized())
        .isEqualTo(Quantization.perTensor(1 / 256.0, -128));
    assertThat(graph.producer("y").orElseThrow().inputs()).containsExactly("y_rescale0", "logits");
  }

  @Test
  void anIndexIsAnIndex() throws Exception {
    node("logits", new Dense(NONE), "x", constant("w", 3, 144));
    node("y", new ArgExtreme(true, -1), "logits");
    Quantised quantised =
        Quantizer.quantise(builder.output("y").build(), samples(1), QuantizerOptions.defaults());
    assertThat(quantised.integer().value("y").element()).isEqualTo(ElementType.INT16);
    assertThat(quantised.qualities()).hasSize(1);
  }

  @Test
  void largeLayersStayIn32Bits() throws Exception {
    node("y", new Dense(NONE), "x", constant("w", 2, 144), big("b", 2));
    Quantised quantised = checked(30);
    Arithmetic.Scaled rule =
        (Arithmetic.Scaled) quantised.integer().nodes().get(0).arithmetic().orElseThrow();
    assertThat(rule.ratios().get(0).shift()).isLessThan(20);
  }

  @Test
  void theSameTwice() throws Exception {
    node("conv", new Conv2d(SAME, Activation.RELU), "x", constant("w1", 8, 3, 3, 4));
    node("act", Unary.of(Unary.Kind.TANH), "conv");
    node("y", new Softmax(1), "act");
    Graph graph = builder.output("y").build();
    CalibrationSamples samples = samples(1);
    QuantizerOptions options =
        new QuantizerOptions(Map.of(), Map.of(), 10, 5, 7, true, Widths.BYTES, Equalise.NOTHING);
    assertThat(Quantizer.quantise(graph, samples, options))
        .isEqualTo(Quantizer.quantise(graph, samples, options));
  }

  @Test
  void inputsOfIntegersStayIntegers() {
    assertThat(Int8.ofInput(ValueRange.of(0, 16), true)).isEqualTo(Quantization.perTensor(1, 0));
    assertThat(Int8.ofInput(ValueRange.of(0, 255), true))
        .isEqualTo(Quantization.perTensor(1, -128));
    Quantization fine = Int8.ofInput(ValueRange.of(0, 16), false);
    assertThat((7 / fine.scale())).isEqualTo(Math.rint(7 / fine.scale()));
    assertThat(Int8.ofInput(ValueRange.of(0, 200), false).scale()).isLessThan(1);
    assertThat(Int8.ofInput(ValueRange.of(-0.5, 0.7), false))
        .isEqualTo(Int8.covering(ValueRange.of(-0.5, 0.7)));
  }

  @Test
  void faultsAreCoded() throws ShapeException {
    node("y", new Dense(NONE), "x", constant("w", 2, 144));
    Graph graph = builder.output("y").build();
    assertThat(code(graph, new CalibrationSamples(List.of())))
        .isEqualTo(QuantisationMessage.TM1302_NO_CALIBRATION);
    assertThat(code(graph, CalibrationSamples.ofOneInput(new float[20], 10)))
        .isEqualTo(QuantisationMessage.TM1303_CALIBRATION_SHAPE);
    float[] bad = new float[144];
    bad[7] = Float.NaN;
    assertThat(code(graph, CalibrationSamples.ofOneInput(bad, 144)))
        .isEqualTo(QuantisationMessage.TM1304_CALIBRATION_NOT_FINITE);
    Graph broken =
        new Graph.Builder(graph)
            .value(Value.real("w", Shape.of(2, 144), weights(Float.NaN)))
            .build();
    assertThat(code(broken, samples(1))).isEqualTo(QuantisationMessage.TM1305_CONSTANT_NOT_FINITE);
    Graph huge =
        new Graph.Builder(graph).value(Value.real("w", Shape.of(2, 144), weights(3e38f))).build();
    assertThat(code(huge, samples(100))).isEqualTo(QuantisationMessage.TM1306_VALUE_NOT_FINITE);
  }

  @Test
  void aDivisionByAVariableIsRefused() throws ShapeException {
    node("e", Unary.of(Unary.Kind.EXP), "x");
    node("y", new Binary(Binary.Kind.DIV, NONE), "x", "e");
    assertThat(code(builder.output("y").build(), samples(1)))
        .isEqualTo(QuantisationMessage.TM1301_NOT_QUANTISED);
  }

  private static float[] weights(float value) {
    float[] weights = new float[288];
    Arrays.fill(weights, value);
    return weights;
  }

  private static Message code(Graph graph, CalibrationSamples samples) {
    return catchThrowableOfType(
            Problem.class, () -> Quantizer.quantise(graph, samples, QuantizerOptions.defaults()))
        .code();
  }

  private Quantised checked(double decibels) throws Problem {
    Graph graph = builder.output("y").build();
    Quantised quantised = Quantizer.quantise(graph, samples(1), QuantizerOptions.defaults());
    assertThat(quantised.qualities())
        .allSatisfy(q -> assertThat(q.decibels()).isGreaterThan(decibels));
    // Far beyond what was calibrated: everything saturates, and the evaluator throws where 32 bits
    // are left.
    IntegerEvaluator integers = new IntegerEvaluator(quantised.integer());
    for (List<float[]> wild : samples(1000).samples()) {
      integers.evaluate(wild);
    }
    return quantised;
  }

  private CalibrationSamples samples(double scale) {
    List<List<float[]>> samples = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      samples.add(List.of(Gaussians.of(random, 144, scale)));
    }
    return new CalibrationSamples(samples);
  }

  private String constant(String name, int... extents) {
    Shape shape = Shape.of(extents);
    builder.value(Value.real(name, shape, Gaussians.of(random, shape.size(), 1)));
    return name;
  }

  private String big(String name, int extent) {
    builder.value(Value.real(name, Shape.of(extent), Gaussians.of(random, extent, 50)));
    return name;
  }

  private void node(String name, Operator operator, String... inputs) throws ShapeException {
    builder.real(Node.of(name, operator, inputs));
  }
}
