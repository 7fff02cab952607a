package dev.thimble.importer.frozen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.thimble.diagnostic.Problem;
import dev.thimble.fixture.Fixture;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.data.Damage;
import dev.thimble.importer.frozen.schema.AttrValue;
import dev.thimble.importer.frozen.schema.DataType;
import dev.thimble.importer.frozen.schema.GraphDef;
import dev.thimble.importer.frozen.schema.ListValue;
import dev.thimble.importer.frozen.schema.NodeDef;
import dev.thimble.importer.frozen.schema.NodeDefAttrEntry;
import dev.thimble.importer.frozen.schema.TensorProto;
import dev.thimble.importer.frozen.schema.TensorShapeDim;
import dev.thimble.importer.frozen.schema.TensorShapeProto;
import dev.thimble.quantize.FloatEvaluator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Graphs of a few nodes, computed by hand, and broken ones. */
class FrozenImporterTest {
  @TempDir Path folder;

  private static NodeDefAttrEntry attribute(String name, AttrValue.Builder value) {
    return NodeDefAttrEntry.newBuilder().setKey(name).setValue(value).build();
  }

  private static TensorShapeProto shape(long... extents) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long extent : extents) {
      shape.addDim(TensorShapeDim.newBuilder().setSize(extent));
    }
    return shape.build();
  }

  private static NodeDef input(long... extents) {
    return NodeDef.newBuilder()
        .setName("x")
        .setOp("Placeholder")
        .addAttr(attribute("shape", AttrValue.newBuilder().setShape(shape(extents))))
        .build();
  }

  private static NodeDef constant(String name, TensorShapeProto shape, Float... values) {
    return NodeDef.newBuilder()
        .setName(name)
        .setOp("Const")
        .addAttr(
            attribute(
                "value",
                AttrValue.newBuilder()
                    .setTensor(
                        TensorProto.newBuilder()
                            .setDtype(DataType.DT_FLOAT)
                            .setTensorShape(shape)
                            .addAllFloatVal(List.of(values)))))
        .build();
  }

  private static NodeDef node(String name, String op, List<String> inputs, NodeDefAttrEntry... a) {
    return NodeDef.newBuilder()
        .setName(name)
        .setOp(op)
        .addAllInput(inputs)
        .addAllAttr(List.of(a))
        .build();
  }

  /** A convolution by channels last, a bias, a ReLU; nodes in the wrong order. */
  private static GraphDef convolution() {
    NodeDefAttrEntry ones =
        attribute(
            "strides",
            AttrValue.newBuilder()
                .setList(ListValue.newBuilder().addAllI(List.of(1L, 1L, 1L, 1L))));
    NodeDefAttrEntry same =
        attribute("padding", AttrValue.newBuilder().setS(ByteString.copyFromUtf8("SAME")));
    return GraphDef.newBuilder()
        .addNode(node("y", "Relu", List.of("sum")))
        .addNode(node("sum", "BiasAdd", List.of("conv", "bias")))
        .addNode(node("conv", "Conv2D", List.of("x", "weights/read"), ones, same))
        .addNode(node("weights/read", "Identity", List.of("weights", "^x")))
        .addNode(constant("weights", shape(1, 2, 1, 2), 1f, 10f, 2f, 20f))
        .addNode(constant("bias", shape(2), 0f, -100f))
        .addNode(input(-1, 1, 3, 1))
        .build();
  }

  private static ModelFile file(GraphDef graph) {
    return new ModelFile("g.pb", graph.toByteArray());
  }

  private static Graph read(GraphDef graph) throws Problem {
    return new FrozenImporter().read(file(graph));
  }

  private static Problem problem(GraphDef graph) {
    return catchThrowableOfType(Problem.class, () -> read(graph));
  }

  @Test
  void computesByHand() throws Problem {
    Graph graph = read(convolution());
    assertThat(graph.value(graph.inputs().get(0)).shape().extents()).containsExactly(1, 1, 3, 1);
    float[] y =
        new FloatEvaluator(graph)
            .evaluate(List.of(new float[] {1, 2, 4}))
            .get(graph.outputs().get(0));
    // The right neighbour counts twice, and beyond the border there is none.
    assertThat(y).containsExactly(5, 0, 10, 0, 4, 0);
  }

  @Test
  void soundIsTakenAsFeatures() throws Problem {
    NodeDef decode =
        node(
            "wav",
            "DecodeWav",
            List.of(),
            attribute("desired_samples", AttrValue.newBuilder().setI(1000)));
    NodeDef spectrogram =
        node(
            "spectrogram",
            "AudioSpectrogram",
            List.of("wav"),
            attribute("window_size", AttrValue.newBuilder().setI(400)),
            attribute("stride", AttrValue.newBuilder().setI(200)));
    NodeDef mfcc =
        node(
            "features",
            "Mfcc",
            List.of("spectrogram", "wav:1"),
            attribute("dct_coefficient_count", AttrValue.newBuilder().setI(5)));
    GraphDef graph =
        GraphDef.newBuilder()
            .addNode(decode)
            .addNode(spectrogram)
            .addNode(mfcc)
            .addNode(node("y", "Relu", List.of("features")))
            .build();
    Graph read = read(graph);
    assertThat(read.value(read.inputs().get(0)).shape().extents()).containsExactly(1, 4, 5);
  }

  @Test
  void brokenGraphs() {
    GraphDef circle =
        GraphDef.newBuilder()
            .addNode(input(1, 2))
            .addNode(node("a", "Add", List.of("x", "b")))
            .addNode(node("b", "Relu", List.of("a")))
            .addNode(node("y", "Relu", List.of("b")))
            .build();
    assertThat(problem(circle).code().code()).isEqualTo("TM3901");
    assertThat(problem(circle)).hasMessageContaining("reads itself");
    GraphDef missing = GraphDef.newBuilder().addNode(node("y", "Relu", List.of("nowhere"))).build();
    assertThat(problem(missing)).hasMessageContaining("nowhere");
    assertThat(problem(GraphDef.newBuilder().addNode(input(1, 2)).build()).code().code())
        .isEqualTo("TM3901");
    GraphDef unknown =
        GraphDef.newBuilder()
            .addNode(input(1, 2))
            .addNode(node("y", "Bessel", List.of("x")))
            .build();
    assertThat(problem(unknown).code().code()).isEqualTo("TM3003");
    GraphDef open =
        GraphDef.newBuilder()
            .addNode(input(-1, -1, 3))
            .addNode(node("y", "Relu", List.of("x")))
            .build();
    assertThat(problem(open).code().code()).isEqualTo("TM3004");
  }

  @Test
  void isReportedAtTheAnnotation() {
    String model =
        """
        package ex;

        import dev.thimble.*;

        @TinyModel
        @Device(mcu = "atmega328p")
        final class M {
          @Network("g.pb") Tensor y;
        }
        """;
    byte[] broken = GraphDef.newBuilder().addNode(input(1, 2)).build().toByteArray();
    assertThat(Fixture.in(folder).java(model).data("g.pb", broken).javac().errors())
        .containsExactly("TM3901 M.java:8");
  }

  @Test
  void twentyThousandBrokenFiles() {
    Damage damage = new Damage(20260505);
    byte[] whole = convolution().toByteArray();
    TreeMap<String, Integer> codes = new TreeMap<>();
    for (int i = 0; i < 20_000; i++) {
      try {
        Graph graph = new FrozenImporter().read(new ModelFile("g.pb", damage.of(whole)));
        for (Node node : graph.nodes()) {
          node.outputs().forEach(graph::value);
        }
        codes.merge("valid", 1, Integer::sum);
      } catch (Problem problem) {
        codes.merge(problem.code().code(), 1, Integer::sum);
      } catch (RuntimeException | Error e) {
        throw new AssertionError("mutation " + i, e);
      }
    }
    System.out.printf("20,000 damaged graphs of TensorFlow: %s%n", codes);
    assertThat(codes.size()).isGreaterThan(4);
  }

  @Test
  void theTableNamesTheOperationsThatAreRead() throws IOException {
    Path root = Files.isDirectory(Path.of("docs")) ? Path.of("") : Path.of("..");
    String page = Files.readString(root.resolve("docs/formats.md"));
    List<String> names =
        page.substring(page.indexOf("## TensorFlow, frozen"))
            .lines()
            .dropWhile(line -> !line.startsWith("| ---"))
            .skip(1)
            .takeWhile(line -> line.startsWith("|"))
            .flatMap(line -> Arrays.stream(line.split("\\|")[1].strip().split(", ")))
            .toList();
    assertThat(names).containsExactlyInAnyOrderElementsOf(Operators.names());
  }
}
