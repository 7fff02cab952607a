package dev.thimble.importer.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.data.Trial;
import dev.thimble.importer.onnx.schema.GraphProto;
import dev.thimble.importer.onnx.schema.ModelProto;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Models that ONNX Runtime quantised, against what it computes of them: to the bit. QDQ is held to
 * what the file says, computed in reals between roundings. ONNX Runtime's fused kernels give other
 * integers on processors without VNNI, where sums of signed weights saturate at 16 bits.
 */
class OnnxIntegerTest {
  private static final String MODEL =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel
      @Device(mcu = "host")
      final class A {
        @Network("nets/a.onnx") Tensor scores;
      }
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"tiny_qdq", "tiny_qoperator", "residual_qdq", "residual_qoperator"})
  void keepsTheIntegersOfTheFile(String name) throws Exception {
    Graph graph = new OnnxImporter().read(OnnxFiles.file(name + ".onnx"));
    assertThat(graph.values().values())
        .filteredOn(value -> !value.isConstant())
        .allMatch(value -> value.element() == ElementType.INT8);
    TensorFile golden = OnnxFiles.golden(name);
    List<List<float[]>> samples = OnnxFiles.samples(graph, golden);
    float[] expected = golden.find("out0").orElseThrow().floats();
    assertThat(Trial.differing(graph, samples, expected)).isZero();
    if (golden.find("fused0").isPresent()) {
      int fused = Trial.differing(graph, samples, golden.find("fused0").get().floats());
      System.out.printf("%s: %d of %d fused ones differ%n", name, fused, expected.length);
    }
    Trial.twinAndC(name, graph);
  }

  @Test
  void weightsWithoutAScale() throws Exception {
    ModelProto.Builder model =
        ModelProto.parseFrom(OnnxFiles.file("tiny_qdq.onnx").bytes()).toBuilder();
    GraphProto.Builder graph = model.getGraphBuilder();
    graph
        .addInitializerBuilder()
        .setName("reals")
        .setDataType(1)
        .addAllDims(List.of(4L, 2L, 3L, 3L))
        .addAllFloatData(Collections.nCopies(72, 0.5f));
    graph.getNodeBuilderList().stream()
        .filter(node -> node.getOpType().equals("Conv"))
        .forEach(node -> node.setInput(1, "reals"));
    byte[] bytes = model.build().toByteArray();
    Compiled compiled = Fixture.in(folder).data("nets/a.onnx", bytes).java(MODEL).javac();
    assertThat(compiled.errors()).containsExactly("TM1301 A.java:8");
    assertThat(compiled.text("TM1301")).contains("a.onnx: Conv2d", "its weights have no scale");
  }
}
