package dev.thimble.importer.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.data.Damage;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Broken files end in a problem or in a valid graph, never in an exception. */
class OnnxMutationTest {
  private final Damage damage = new Damage(20260503);
  private final TreeMap<String, Integer> codes = new TreeMap<>();

  @ParameterizedTest
  @CsvSource({
    "tiny, 12000",
    "sequence, 5000",
    "residual, 500",
    "operators, 500",
    "tiny_qdq, 2000",
    "residual_qoperator, 1000"
  })
  void damagedFilesSurvive(String name, int mutations) {
    byte[] whole = OnnxFiles.file(name + ".onnx").bytes();
    for (int i = 0; i < mutations; i++) {
      check(i, new ModelFile("mutated.onnx", damage.of(whole)));
    }
    System.out.printf("%,d damaged copies of %s.onnx: %s%n", mutations, name, codes);
    assertThat(codes.size()).isGreaterThan(2);
  }

  private void check(int number, ModelFile file) {
    try {
      Graph graph = new OnnxImporter().read(file);
      for (Node node : graph.nodes()) {
        node.inputs().forEach(graph::value);
        node.outputs().forEach(graph::value);
      }
      graph.outputs().forEach(graph::value);
      codes.merge("valid", 1, Integer::sum);
    } catch (Problem problem) {
      codes.merge(problem.code().code(), 1, Integer::sum);
    } catch (RuntimeException | Error e) {
      throw new AssertionError("mutation " + number, e);
    }
  }
}
