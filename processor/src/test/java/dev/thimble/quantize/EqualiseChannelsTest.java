package dev.thimble.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.diagnostic.Problem;
import dev.thimble.fixture.Gaussians;
import dev.thimble.graph.Activation;
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
import dev.thimble.graph.Value;
import dev.thimble.graph.WindowSpec;
import dev.thimble.graph.passes.IntegerPasses;
import dev.thimble.importer.data.Trial;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EqualiseChannelsTest {
  private static final WindowSpec SAME = WindowSpec.of(1, 1, 1, 1, WindowSpec.Padding.SAME);
  private static final WindowSpec HALF = WindowSpec.of(2, 2, 1, 1, WindowSpec.Padding.VALID);

  private static final Equalise EQUALISED = Equalise.CHANNELS_AND_FEATURES;

  private final Random random = new Random(31);
  private final Graph.Builder builder =
      new Graph.Builder().value(Value.real("x", Shape.of(6, 6, 3))).input("x");

  /**
   * Convolutions, pooling and a dense layer behind a reshape, with ranges far apart for which the
   * last weights make up.
   */
  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      names = {"NONE", "RELU"})
  void realsStayWhatTheyWereAndIntegersGain(Activation activation) throws Exception {
    Graph graph = network(activation);
    CalibrationSamples samples = samples();
    Graph equalised = EqualiseChannels.apply(graph, samples, Set.of()).graph();
    assertThat(equalised).isNotEqualTo(graph);
    for (List<float[]> sample : samples.samples()) {
      assertThat(new FloatEvaluator(equalised).evaluate(sample).get("y"))
          .isEqualTo(new FloatEvaluator(graph).evaluate(sample).get("y"));
    }
    QuantizerOptions plain = QuantizerOptions.defaults();
    assertThat(decibels(graph, samples, plain.with(EQUALISED)))
        .isGreaterThan(decibels(graph, samples, plain) + 6);
  }

  /** Each reader of several gets its own share; what is read otherwise keeps its range. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void onlyWhereAllReadersTakeTheFactor(boolean output) throws Exception {
    unequal("wide", new Conv2d(SAME, Activation.RELU), "x", 3, 8);
    node("one", new Dense(Activation.NONE), "wide", constant("v1", 4, 8));
    node("y", new Dense(Activation.NONE), "wide", constant("v2", 2, 8));
    builder.output("one").output("y");
    Graph graph = (output ? builder.output("wide") : builder).build();
    CalibrationSamples samples = samples();
    Graph equalised = EqualiseChannels.apply(graph, samples, Set.of()).graph();
    assertThat(equalised.equals(graph)).isEqualTo(output);
    for (String name : List.of("one", "y")) {
      assertThat(new FloatEvaluator(equalised).evaluate(samples.samples().get(0)).get(name))
          .isEqualTo(new FloatEvaluator(graph).evaluate(samples.samples().get(0)).get(name));
    }
  }

  /** Features of an input get scales of their own, and the network nothing to compute for it. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void featuresHaveScalesOfTheirOwn(boolean whole) throws Exception {
    float[] weights = Gaussians.of(random, 4 * 36 * 3);
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= (float) Math.pow(2, 3 * (i % 3));
    }
    builder.value(Value.real("v", Shape.of(4, 36 * 3), weights));
    node("flat", new Reshape(Shape.of(36 * 3)), "x");
    node("y", new Dense(Activation.NONE), "flat", "v");
    Graph graph = builder.output("y").build();
    List<List<float[]>> all = samples().samples();
    for (List<float[]> sample : all) {
      float[] x = sample.get(0);
      for (int i = 0; i < x.length; i++) {
        float feature = x[i] * (float) Math.pow(2, 6 - 3 * (i % 3));
        x[i] = whole ? Math.round(feature) : feature;
      }
    }
    CalibrationSamples samples = new CalibrationSamples(all);
    QuantizerOptions plain = QuantizerOptions.defaults();
    Quantised equalised = Quantizer.quantise(graph, samples, plain.with(EQUALISED));
    if (whole) {
      assertThat(equalised.integer())
          .isEqualTo(Quantizer.quantise(graph, samples, plain).integer());
      return;
    }
    assertThat(new FloatEvaluator(equalised.real()).evaluate(all.get(0)).get("y"))
        .isEqualTo(new FloatEvaluator(graph).evaluate(all.get(0)).get("y"));
    assertThat(decibels(graph, samples, plain.with(EQUALISED)))
        .isGreaterThan(decibels(graph, samples, plain) + 6);
    Graph integers = new IntegerPasses(Set.of()).apply(equalised.integer());
    assertThat(integers.nodes().stream().map(node -> node.operator().getClass().getSimpleName()))
        .doesNotContain("Binary");
    Trial.twinAndC("Features", integers);
  }

  /** Clamping at six does not scale. */
  @Test
  void notAcrossOtherBounds() throws Exception {
    Graph graph = network(Activation.RELU6);
    assertThat(EqualiseChannels.apply(graph, samples(), Set.of()).graph()).isEqualTo(graph);
  }

  private Graph network(Activation activation) throws ShapeException {
    unequal("wide", new Conv2d(SAME, activation), "x", 3, 8);
    float[] taps = Gaussians.of(random, 3 * 3 * 16);
    builder.value(Value.real("taps", Shape.of(3, 3, 16), taps));
    node("each", new DepthwiseConv2d(SAME, activation), "wide", "taps");
    node("less", new Pool2d(Pool2d.Kind.AVERAGE, 2, 2, HALF, Activation.NONE), "each");
    node("flat", new Reshape(Shape.of(3 * 3 * 16)), "less");
    float[] weights = Gaussians.of(random, 5 * 9 * 16);
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= (float) Math.pow(2, i % 16 / 2);
    }
    builder.value(Value.real("v", Shape.of(5, 9 * 16), weights));
    node("y", new Dense(Activation.NONE), "flat", "v");
    return builder.output("y").build();
  }

  /** A layer whose channels differ by up to 2^7. */
  private void unequal(String name, Operator layer, String input, int from, int to)
      throws ShapeException {
    float[] weights = Gaussians.of(random, to * 9 * from);
    float[] bias = Gaussians.of(random, to);
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= (float) Math.pow(2, -(double) (i / (9 * from)));
    }
    for (int c = 0; c < to; c++) {
      bias[c] *= (float) Math.pow(2, -c);
    }
    builder.value(Value.real(name + "_w", Shape.of(to, 3, 3, from), weights));
    builder.value(Value.real(name + "_b", Shape.of(to), bias));
    node(name, layer, input, name + "_w", name + "_b");
  }

  private void node(String name, Operator operator, String... inputs) throws ShapeException {
    builder.real(Node.of(name, operator, inputs));
  }

  private String constant(String name, int... shape) {
    Shape of = Shape.of(shape);
    builder.value(Value.real(name, of, Gaussians.of(random, of.size())));
    return name;
  }

  private CalibrationSamples samples() {
    float[] all = Gaussians.of(random, 20 * 6 * 6 * 3);
    return CalibrationSamples.ofOneInput(all, 6 * 6 * 3);
  }

  private static double decibels(Graph graph, CalibrationSamples samples, QuantizerOptions options)
      throws Problem {
    List<StepQuality> qualities = Quantizer.quantise(graph, samples, options).qualities();
    return qualities.get(qualities.size() - 1).decibels();
  }
}
