package dev.thimble.importer.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.data.Trial;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Models that ONNX Runtime quantised, against what it computes of them: to the bit. QDQ is held to
 * what the file says, computed in reals between roundings. ONNX Runtime's fused kernels give other
 * integers on processors without VNNI, where sums of signed weights saturate at 16 bits.
 */
class OnnxIntegerTest {
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
}
