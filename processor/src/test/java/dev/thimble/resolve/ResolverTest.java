package dev.thimble.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.thimble.declaration.Language;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.Gaussians;
import dev.thimble.fixture.Npz;
import dev.thimble.fixture.ResolvingProcessor;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Shape;
import dev.thimble.importer.tflite.TinyNetwork;
import dev.thimble.quantize.FloatEvaluator;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What declared steps become: names, shapes, and the numbers that they compute. */
class ResolverTest {
  private static final String HEAD =
      """
      package ex;

      import static dev.thimble.Activation.*;
      import static dev.thimble.Padding.*;
      import static dev.thimble.WeightLayout.*;
      import dev.thimble.*;

      """;

  @TempDir Path folder;

  private ResolvedModel resolve(String members, Npz weights, String steps) {
    String source = HEAD + "@TinyModel(" + members + ")\nfinal class M {\n" + steps + "\n}\n";
    Fixture fixture =
        Fixture.in(folder)
            .data("w.npz", weights.bytes())
            .data("n.tflite", TinyNetwork.bytes())
            .data("labelled.tflite", TinyNetwork.labelled())
            .java(source);
    return ResolvingProcessor.resolve(fixture);
  }

  private ResolvedModel resolve(String steps) {
    return resolve("", new Npz(), steps);
  }

  private static float[] run(Graph graph, float... input) {
    Map<String, float[]> values = new FloatEvaluator(graph).evaluate(List.of(input));
    return values.get(graph.outputs().get(0));
  }

  private static List<String> nodes(Graph graph) {
    return graph.nodes().stream().map(Node::name).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "@Conv2D(filters = 5; kernel = {3; 2}; stride = 2), 4x3x5",
    "@Conv2D(filters = 5; kernel = 3; padding = VALID), 5x4x5",
    "@Conv2D(filters = 5; kernel = 3; dilation = {2; 1}; padding = VALID), 3x4x5",
    "@DepthwiseConv2D(kernel = 3), 7x6x2",
    "@DepthwiseConv2D(kernel = 3; multiplier = 3), 7x6x6",
    "@MaxPool2D(2), 3x3x2",
    "@MaxPool2D(value = 2; padding = SAME), 4x3x2",
    "@AveragePool2D(value = {3; 2}; stride = 1), 5x5x2",
    "@GlobalAveragePool, 2",
    "@Flatten, 84",
    "@Reshape({-1; 6}), 14x6",
    "'@Pad(top = 1; right = 2)', 8x8x2",
    "@Dense(units = 3), 3",
    "@Activate(RELU), 7x6x2",
    "@Softmax, 7x6x2",
    "'@Add(from = {\"x\"; \"x\"; \"x\"})', 7x6x2",
    "'@Concat(from = {\"x\"; \"x\"})', 7x6x4",
    "'@Concat(axis = 0; from = {\"x\"; \"x\"})', 14x6x2"
  })
  void shapes(String annotation, String shape) {
    Npz weights = new Npz();
    if (annotation.startsWith("@Conv2D")) {
      weights.random("y.weight", 5, 2, 3, annotation.contains("{3; 2}") ? 2 : 3);
    } else if (annotation.startsWith("@Depth")) {
      weights.random("y.weight", annotation.contains("multiplier") ? 6 : 2, 1, 3, 3);
    } else {
      weights.random("y.weight", 3, 84);
    }
    ResolvedModel model =
        resolve(
            "weights = \"w.npz\"",
            weights,
            "@Input(shape = {7, 6, 2}) Tensor x;\n" + annotation.replace(';', ',') + " Tensor y;");
    assertThat(model.graph().value("y").shape()).hasToString(shape);
    assertThat(model.graph().outputs()).containsExactly("y");
    assertThat(model.graph().nodes().get(model.graph().nodes().size() - 1).name()).isEqualTo("y");
  }

  private static final String NETWORK =
      """
        @Input(shape = {4, 4, 2}) Tensor x;
        @Conv2D(filters = 3, kernel = {2, 3}, activation = TANH) Tensor conv;
        @DepthwiseConv2D(kernel = 2, multiplier = 2) Tensor deep;
        @BatchNorm(epsilon = 1e-3, activation = RELU6) Tensor norm;
        %s
        @Dense(units = 3) Tensor dense;
      """;

  /**
   * The same network in both layouts: weights of one are those of the other with the axes moved.
   */
  @ParameterizedTest
  @CsvSource({"''", "@Flatten Tensor row;", "'@Flatten Tensor a; @Activate(RELU) Tensor b;'"})
  void bothLayoutsGiveTheSame(String between) {
    Random random = new Random(9);
    Weights4 conv = new Weights4(random, 3, 2, 2, 3);
    Weights4 deep = new Weights4(random, 6, 1, 2, 2);
    Weights4 dense = new Weights4(random, 3, 6, 4, 4);
    float[] bias = Gaussians.of(new Random(5), 3);
    float[] mean = Gaussians.of(new Random(5), 6);
    float[] variance = {1, 2, 3, 4, 5, 6};
    Npz torch =
        new Npz()
            .with("conv.weight", new int[] {3, 2, 2, 3}, conv.data)
            .with("conv.bias", new int[] {3}, bias)
            .with("deep.weight", new int[] {6, 1, 2, 2}, deep.data)
            .with("norm.running_mean", new int[] {6}, mean)
            .with("norm.running_var", new int[] {6}, variance)
            .with("norm.weight", new int[] {6}, variance)
            .with("norm.bias", new int[] {6}, mean)
            .with("dense.weight", new int[] {3, 96}, dense.data);
    Npz keras =
        new Npz()
            .with("conv.kernel", new int[] {2, 3, 2, 3}, conv.moved(2, 3, 1, 0))
            .with("conv.bias", new int[] {3}, bias)
            .with("deep.weight", new int[] {2, 2, 3, 2}, deep.moved(2, 3, 0, 1))
            .with("norm.moving_mean", new int[] {6}, mean)
            .with("norm.moving_variance", new int[] {6}, variance)
            .with("norm.gamma", new int[] {6}, variance)
            .with("norm.beta", new int[] {6}, mean)
            .with("dense.kernel", new int[] {96, 3}, dense.moved(2, 3, 1, 0));
    String steps = NETWORK.formatted(between);
    float[] x = Gaussians.of(new Random(5), 32);
    float[] byTorch = run(resolve("weights = \"w.npz\"", torch, steps).graph(), x);
    float[] byKeras = run(resolve("weights = \"w.npz\", layout = KERAS", keras, steps).graph(), x);
    assertThat(byTorch).isEqualTo(byKeras).hasSize(3);
  }

  /** A random array of four axes that can be moved. */
  private static final class Weights4 {
    private final int[] extents;
    private final float[] data;

    Weights4(Random random, int... extents) {
      this.extents = extents;
      data = Gaussians.of(random, extents[0] * extents[1] * extents[2] * extents[3]);
    }

    /** NumPy's transpose. */
    float[] moved(int... axes) {
      float[] result = new float[data.length];
      int[] at = new int[4];
      for (int i = 0; i < result.length; i++) {
        int rest = i;
        for (int axis = 3; axis >= 0; axis--) {
          at[axes[axis]] = rest % extents[axes[axis]];
          rest /= extents[axes[axis]];
        }
        result[i] = data[((at[0] * extents[1] + at[1]) * extents[2] + at[2]) * extents[3] + at[3]];
      }
      return result;
    }
  }

  @Test
  void batchNormIsWhatItsFormulaSays() {
    Npz weights =
        new Npz()
            .with("y.running_mean", new int[] {2}, 1, 2)
            .with("y.running_var", new int[] {2}, 4, 9)
            .with("y.weight", new int[] {2}, 3, 5)
            .with("y.bias", new int[] {2}, 7, 11);
    Graph graph =
        resolve(
                "weights = \"w.npz\"",
                weights,
                "@Input(shape = {2}) Tensor x;\n@BatchNorm(epsilon = 1e-9) Tensor y;")
            .graph();
    assertThat(run(graph, 10, 20))
        .containsExactly(new float[] {3 * 9 / 2f + 7, 5 * 18 / 3f + 11}, offset(1e-4f));
    assertThat(nodes(graph)).containsExactly("y_scaled", "y");
  }

  @Test
  void curvesAreNodesOfTheirOwnAndClampsAreFused() {
    Npz weights = new Npz().random("a.weight", 4, 4).random("b.weight", 4, 4);
    Graph graph =
        resolve(
                "weights = \"w.npz\"",
                weights,
                """
                @Input(shape = 4) Tensor x;
                @Dense(units = 4, activation = SIGMOID) Tensor a;
                @Dense(units = 4, activation = RELU6) Tensor b;
                @Activate(value = LEAKY_RELU, slope = 0.25) Tensor c;
                """)
            .graph();
    assertThat(nodes(graph)).containsExactly("a_linear", "a", "b", "c");
    assertThat(graph.nodes().get(0).step()).isEqualTo("a");
    Graph leaky =
        resolve("@Input(shape = 2) Tensor x; @Activate(value = LEAKY_RELU, slope = 0.25) Tensor c;")
            .graph();
    assertThat(run(leaky, -4, 4)).containsExactly(-1, 4);
  }

  @Test
  void namesNeverCollideWithSteps() {
    Npz weights = new Npz().random("a.weight", 4, 4).random("A_LINEAR.weight", 4, 4);
    Graph graph =
        resolve(
                "weights = \"w.npz\"",
                weights,
                """
                @Input(shape = 4) Tensor x;
                @Dense(units = 4, activation = TANH) Tensor a;
                @Dense(units = 4) Tensor A_LINEAR;
                """)
            .graph();
    assertThat(nodes(graph)).containsExactly("a_linear_2", "a", "A_LINEAR");
  }

  @Test
  void branchesAndSeveralOutputs() {
    ResolvedModel model =
        resolve(
            """
            @Input(shape = 4, min = -1, max = 1) Tensor x;
            @Activate(TANH) Tensor left;
            @Activate(value = RELU, from = "x") Tensor right;
            @Add(from = {"left", "right"}) Tensor sum;
            @Softmax Tensor scores;
            @ArgMax(from = "sum", labels = {"0", "b c", "d", "e"}) Decision best;
            """);
    assertThat(model.graph().outputs()).containsExactly("scores", "best");
    assertThat(model.graph().value("best").element()).isEqualTo(ElementType.INT32);
    assertThat(model.inputRanges()).containsEntry("x", new ResolvedModel.InputRange(-1, 1));
    assertThat(model.steps().get(3))
        .isEqualTo(new ResolvedModel.ResolvedStep("sum", "Add", "sum", List.of("left", "right")));
    assertThat(model.decision())
        .contains(
            new ResolvedModel.ResolvedDecision(
                "best",
                List.of("0", "b c", "d", "e"),
                List.of("DIGIT_0", "B_C", "D", "E"),
                List.of("0", "B_C", "D", "E")));
  }

  @Test
  void aLabelledSoftmaxAtTheEndDecides() {
    ResolvedModel model =
        resolve("@Input(shape = 2) Tensor x; @Softmax(labels = {\"a\", \"b\"}) Tensor scores;");
    assertThat(model.decision().orElseThrow().step()).isEqualTo("scores_label");
    assertThat(model.decision().orElseThrow().javaConstants()).containsExactly("A", "B");
    assertThat(model.graph().outputs()).containsExactly("scores", "scores_label");
    assertThat(model.steps()).extracting(ResolvedModel.ResolvedStep::annotation).endsWith("ArgMax");
  }

  @Test
  void anArgMaxTakesTheLabelsOfItsSoftmax() {
    ResolvedModel model =
        resolve(
            "@Input(shape = 2) Tensor x; @Softmax(labels = {\"a\", \"b\"}) Tensor s; @ArgMax"
                + " Decision d;");
    assertThat(model.decision().orElseThrow().labels()).containsExactly("a", "b");
  }

  @Test
  void anArgMaxTakesTheLabelsOfItsNetwork() {
    ResolvedModel model = resolve("@Network(\"labelled.tflite\") Tensor s; @ArgMax Decision d;");
    assertThat(model.decision().orElseThrow().labels()).containsExactly("no one", "person");
    ResolvedModel own =
        resolve(
            "@Network(\"labelled.tflite\") Tensor s; @ArgMax(labels = {\"a\", \"b\"}) Decision d;");
    assertThat(own.decision().orElseThrow().labels()).containsExactly("a", "b");
  }

  @Test
  void aNetworkAloneBringsItsInput() {
    Graph graph = resolve("@Network(\"n.tflite\") Tensor scores;").graph();
    assertThat(graph.inputs()).containsExactly("input");
    assertThat(graph.outputs()).containsExactly("scores");
    assertThat(graph.value("input").element()).isEqualTo(ElementType.INT8);
    assertThat(graph.nodes()).allMatch(n -> n.step().equals("scores"));
    assertThat(nodes(graph)).endsWith("scores").hasSize(2).first().asString().startsWith("scores_");
  }

  @Test
  void aStepMayBeCalledInput() {
    Graph graph = resolve("@Network(\"n.tflite\") Tensor input;").graph();
    assertThat(graph.inputs()).containsExactly("input_input");
  }

  @Test
  void anInputTakesTheTypeOfTheNetwork() {
    Graph graph =
        resolve("@Input(shape = {2, 2, 1}) Tensor x; @Network(\"n.tflite\") Tensor scores;")
            .graph();
    assertThat(graph.inputs()).containsExactly("x");
    assertThat(graph.value("x").shape()).isEqualTo(Shape.of(2, 2, 1));
    assertThat(graph.value("x").element()).isEqualTo(ElementType.INT8);
    assertThat(graph.value("x").quantization()).contains(Quantization.perTensor(0.5, 3));
  }

  @Test
  void everyStepHasAResolver() {
    assertThat(Language.steps().keySet()).map(StepResolvers::of).doesNotContainNull();
  }
}
