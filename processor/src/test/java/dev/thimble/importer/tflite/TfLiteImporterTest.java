package dev.thimble.importer.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Range;
import dev.thimble.graph.Dense;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.importer.Importers;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.data.Shared;
import dev.thimble.quantize.reference.GraphEvaluator;
import dev.thimble.quantize.reference.Profile;
import dev.thimble.quantize.reference.ReferenceArithmetic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What files become: shapes, names, layouts of weights, rules. */
class TfLiteImporterTest {
  private static ImportedModel read(byte[] bytes) throws Problem {
    return new TfLiteImporter().model(new ModelFile("tiny.tflite", bytes));
  }

  @Test
  void namesNodesByKindAndPosition() throws Problem {
    ImportedModel model = read(TinyModels.dense());
    assertThat(model.graph().nodes())
        .extracting(Node::name)
        .containsExactly("fully_connected_0", "softmax_1");
    assertThat(model.graph().inputs()).containsExactly("input");
    assertThat(model.graph().outputs()).containsExactly("softmax_1");
    assertThat(model.tensorNames())
        .containsEntry(0, "input")
        .containsEntry(1, "fully_connected_0_weights")
        .containsEntry(3, "fully_connected_0")
        .containsEntry(4, "softmax_1");
  }

  @Test
  void keepsIntegersAndScales() throws Problem {
    Graph graph = read(TinyModels.dense()).graph();
    Node dense = graph.nodes().get(0);
    assertThat(dense.operator()).isEqualTo(new Dense(Activation.RELU));
    assertThat(graph.in(dense, 1).element()).isEqualTo(ElementType.INT8);
    assertThat(graph.in(dense, 1).integers()).containsExactly(1, -2, 3, -4, 5, 6, -7, 8);
    assertThat(graph.in(dense, 1).quantized().scales()).containsExactly(0.25, 0.125);
    assertThat(graph.in(dense, 2).integers()).containsExactly(10, -20);
    assertThat(graph.out(dense).quantized().zeroPoint()).isEqualTo(-128);
  }

  @Test
  void derivesTheRuleOfALayer() throws Problem {
    Graph graph = ReferenceArithmetic.apply(read(TinyModels.dense()).graph(), Profile.TFLM);
    Arithmetic.Scaled rule = (Arithmetic.Scaled) graph.nodes().get(0).arithmetic().orElseThrow();
    assertThat(rule.inputZeroPoint()).isEqualTo(3);
    assertThat(rule.ratios()).extracting(Arithmetic.Ratio::real).containsExactly(0.5, 0.25);
    assertThat(rule.output()).isEqualTo(new Range(-128, -128, 127));
    assertThat(rule.rounding()).isEqualTo(Arithmetic.Rounding.DOUBLE);
    Graph desktop = ReferenceArithmetic.apply(read(TinyModels.dense()).graph(), Profile.LITERT);
    assertThat(((Arithmetic.Scaled) desktop.nodes().get(0).arithmetic().orElseThrow()).rounding())
        .isEqualTo(Arithmetic.Rounding.SINGLE);
  }

  @Test
  void foldsArithmeticOfShapesAway() throws Problem {
    ImportedModel model = read(TinyModels.convolution());
    assertThat(TinyModels.operators(model))
        .containsExactly("Conv2d", "DepthwiseConv2d", "Pool2d", "Reshape");
    Graph graph = model.graph();
    Node depthwise = graph.nodes().get(1);
    assertThat(graph.in(depthwise, 1).shape()).isEqualTo(Shape.of(3, 3, 2));
    assertThat(depthwise.inputs()).hasSize(2);
    assertThat(graph.out(graph.nodes().get(3)).shape()).isEqualTo(Shape.of(1, 2));
  }

  @Test
  void keepsStateBetweenCalls() throws Problem {
    ImportedModel model = read(TinyModels.streaming());
    assertThat(TinyModels.operators(model))
        .containsExactly("ReadState", "Concat", "Slice", "WriteState", "Reduce");
    GraphEvaluator evaluator =
        new GraphEvaluator(ReferenceArithmetic.apply(model.graph(), Profile.TFLM));
    assertThat(evaluator.run(List.of(new long[] {-1, 2}))).containsExactly(2, 3);
    assertThat(evaluator.run(List.of(new long[] {-1, 2}))).containsExactly(4, 6);
    assertThat(evaluator.run(List.of(new long[] {-1, 2}))).containsExactly(6, 9);
    evaluator.reset();
    assertThat(evaluator.run(List.of(new long[] {-1, 2}))).containsExactly(2, 3);
  }

  @Test
  void makesHybridWeightsReal() throws Problem {
    Graph graph = read(TinyModels.reals()).graph();
    Node dense = graph.nodes().get(0);
    assertThat(graph.in(dense, 1).floats()).containsExactly(1.5f, -2f);
    assertThat(graph.in(dense, 2).floats()).containsExactly(0.75f);
    assertThat(graph.out(graph.nodes().get(1)).element()).isEqualTo(ElementType.FLOAT32);
    assertThat(ReferenceArithmetic.apply(graph, Profile.TFLM)).isEqualTo(graph);
  }

  @Test
  void readsHalfPrecision() {
    assertThat(ConstantReader.half((short) 0x3C00)).isEqualTo(1f);
    assertThat(ConstantReader.half((short) 0xC000)).isEqualTo(-2f);
    assertThat(ConstantReader.half((short) 0x3555)).isEqualTo(0.33325195f);
    assertThat(ConstantReader.half((short) 0x0001)).isEqualTo(5.9604645e-8f);
    assertThat(ConstantReader.half((short) 0x7C00)).isEqualTo(Float.POSITIVE_INFINITY);
  }

  @Test
  void isFoundByNameAndByHeader() {
    TfLiteImporter importer = new TfLiteImporter();
    assertThat(importer.accepts("KWS.TFLITE", new byte[0])).isTrue();
    assertThat(importer.accepts("model.bin", TinyModels.dense())).isTrue();
    assertThat(importer.accepts("model.bin", new byte[20])).isFalse();
    ModelFile file = new ModelFile("model.bin", TinyModels.dense());
    assertThat(Importers.installed().model(file)).containsInstanceOf(TfLiteImporter.class);
  }

  @TestFactory
  Stream<DynamicTest> givesEveryNodeOfSharedIntegerModelsARule() throws IOException {
    return Stream.of("models/tflite", "ops_int16")
        .flatMap(folder -> list(folder).stream())
        .filter(f -> !f.toString().matches(".*(float|5_model|hybrid|_f[.]|preprocessor).*"))
        .map(f -> DynamicTest.dynamicTest(Shared.name(f), () -> ruled(f)));
  }

  private static List<Path> list(String folder) {
    try {
      return Shared.files(folder, ".tflite");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void ruled(Path file) throws IOException, Problem {
    ImportedModel model = new TfLiteImporter().model(Shared.file(file));
    Graph graph = ReferenceArithmetic.apply(model.graph(), Profile.TFLM);
    assertThat(graph.nodes()).allMatch(n -> n.arithmetic().isPresent());
    assertThat(graph.values().keySet()).allMatch(n -> n.matches("[a-z][a-z0-9_]*"));
    assertThat(graph.nodes().stream().map(Node::name).distinct()).hasSameSizeAs(graph.nodes());
    assertThat(model.tensorNames().values()).allMatch(graph.values()::containsKey);
  }
}
