package dev.thimble.importer.onnxml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.onnx.OnnxImporter;
import dev.thimble.importer.onnx.schema.AttributeProto;
import dev.thimble.importer.onnx.schema.GraphProto;
import dev.thimble.importer.onnx.schema.ModelProto;
import dev.thimble.importer.onnx.schema.NodeProto;
import dev.thimble.importer.onnx.schema.TensorShapeProto;
import dev.thimble.importer.onnx.schema.TypeProto;
import dev.thimble.importer.onnx.schema.ValueInfoProto;
import dev.thimble.quantize.FloatEvaluator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Files of ai.onnx.ml's operators, written here. */
class OnnxMlImporterTest {
  private static NodeProto.Builder node(String kind) {
    return NodeProto.newBuilder()
        .setOpType(kind)
        .setDomain("ai.onnx.ml")
        .addInput("X")
        .addOutput("y");
  }

  private static AttributeProto floats(String name, double... values) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
    for (double value : values) {
      attribute.addFloats((float) value);
    }
    return attribute.build();
  }

  private static AttributeProto ints(String name, long... values) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  private static AttributeProto texts(String name, String... values) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
    for (String value : values) {
      attribute.addStrings(ByteString.copyFromUtf8(value));
    }
    return attribute.build();
  }

  private static byte[] model(int features, NodeProto... nodes) {
    TensorShapeProto shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("N"))
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(features))
            .build();
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(
                ValueInfoProto.newBuilder()
                    .setName("X")
                    .setType(
                        TypeProto.newBuilder()
                            .setTensorType(
                                TypeProto.Tensor.newBuilder().setElemType(1).setShape(shape))))
            .addOutput(ValueInfoProto.newBuilder().setName("y"));
    for (NodeProto node : nodes) {
      graph.addNode(node);
    }
    return ModelProto.newBuilder().setIrVersion(8).setGraph(graph).build().toByteArray();
  }

  private static NodeProto trees(String mode) {
    return node("TreeEnsembleClassifier")
        .addAttribute(ints("nodes_treeids", 0, 0, 0))
        .addAttribute(ints("nodes_nodeids", 0, 1, 2))
        .addAttribute(ints("nodes_featureids", 1, 0, 0))
        .addAttribute(ints("nodes_truenodeids", 1, 0, 0))
        .addAttribute(ints("nodes_falsenodeids", 2, 0, 0))
        .addAttribute(floats("nodes_values", 0.5, 0, 0))
        .addAttribute(texts("nodes_modes", mode, "LEAF", "LEAF"))
        .addAttribute(ints("class_treeids", 0, 0))
        .addAttribute(ints("class_nodeids", 1, 2))
        .addAttribute(ints("class_ids", 0, 1))
        .addAttribute(floats("class_weights", 1, 1))
        .addAttribute(texts("classlabels_strings", "low", "high"))
        .build();
  }

  private static NodeProto vectors() {
    return node("SVMClassifier")
        .addAttribute(floats("support_vectors", 0, 0, 1, 1))
        .addAttribute(floats("coefficients", 1, -1))
        .addAttribute(floats("rho", 0.25))
        .addAttribute(floats("kernel_params", 0.5, 0, 3))
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("kernel_type")
                .setS(ByteString.copyFromUtf8("RBF"))
                .build())
        .addAttribute(ints("vectors_per_class", 1, 1))
        .addAttribute(ints("classlabels_ints", 3, 4))
        .build();
  }

  private static Graph read(byte[] bytes) throws Problem {
    return new OnnxImporter().read(new ModelFile("m.onnx", bytes));
  }

  private static float[] scores(byte[] bytes, float... x) throws Problem {
    return new FloatEvaluator(read(bytes)).evaluate(List.of(x)).get("scores");
  }

  @Test
  void splitsGoTheirWay() throws Problem {
    assertThat(scores(model(2, trees("BRANCH_LEQ")), 0, 0.5f)).containsExactly(1, 0);
    assertThat(scores(model(2, trees("BRANCH_LT")), 0, 0.5f)).containsExactly(0, 1);
    assertThat(scores(model(2, trees("BRANCH_GTE")), 0, 0.5f)).containsExactly(1, 0);
    assertThat(scores(model(2, trees("BRANCH_GT")), 0, 0.5f)).containsExactly(0, 1);
    assertThat(new OnnxImporter().labels(new ModelFile("m.onnx", model(2, trees("BRANCH_GT")))))
        .containsExactly("low", "high");
  }

  @Test
  void aScalerGoesIntoVectorsThatVote() throws Problem {
    NodeProto scaler =
        node("Scaler")
            .clearOutput()
            .addOutput("z")
            .addAttribute(floats("offset", 1, 2))
            .addAttribute(floats("scale", 2, 4))
            .build();
    byte[] bytes = model(2, scaler, vectors().toBuilder().setInput(0, "z").build());
    assertThat(scores(bytes, 1, 2)).containsExactly(1, 0);
    assertThat(read(bytes).nodes()).hasSize(4);
    assertThat(scores(bytes, 3, 4)).containsExactly(1, 0);
  }

  @Test
  void faultsAreNamed() {
    assertThat(fault(model(2, trees("BRANCH_EQ"))))
        .hasMessageContaining("operator TreeEnsembleClassifier (no. 0, it writes y)")
        .hasMessageContaining("not BRANCH_EQ");
    assertThat(fault(model(1, trees("BRANCH_LEQ")))).hasMessageContaining("asks for feature 1");
    assertThat(fault(model(2, node("Imputer").build())))
        .hasMessageContaining("operator Imputer")
        .hasMessageContaining("Read are");
    assertThat(fault(model(3, vectors()))).hasMessageContaining("4 numbers of vectors for 3");
  }

  private static Problem fault(byte[] bytes) {
    return catchThrowableOfType(Problem.class, () -> read(bytes));
  }

  /** Whatever a byte becomes: a model or a diagnostic. */
  @Test
  void damagedFilesAreRefused() {
    Random random = new Random(1);
    List<byte[]> models = List.of(model(2, trees("BRANCH_LEQ")), model(2, vectors()));
    int refused = 0;
    for (int i = 0; i < 6000; i++) {
      byte[] bytes = models.get(i % 2).clone();
      for (int n = 0; n <= random.nextInt(3); n++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        read(bytes);
      } catch (Problem expected) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1, 6000);
  }

  @Test
  void constantsWithoutElements() throws Exception {
    NodeProto add = node("Add").setDomain("").addInput("none").build();
    ModelProto.Builder file = ModelProto.parseFrom(model(2, add)).toBuilder();
    file.setProducerName("skl2onnx");
    file.getGraphBuilder().addInitializerBuilder().setName("none").setDataType(1).addDims(0);
    Problem problem = catchThrowableOfType(Problem.class, () -> read(file.build().toByteArray()));
    assertThat(problem.code().code()).isEqualTo("TM3005");
    assertThat(problem).hasMessageContaining("m.onnx").hasMessageContaining("input 1 has no");
  }
}
