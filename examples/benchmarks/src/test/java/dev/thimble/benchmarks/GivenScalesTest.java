package dev.thimble.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Shape;
import dev.thimble.importer.Importers;
import dev.thimble.importer.ModelFile;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks whose scales a file gives: each step on this host and on simulated chips. */
class GivenScalesTest {
  private final FormatRuns runs = new FormatRuns();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "onnx/tiny_qdq.onnx",
        "onnx/residual_qdq.onnx",
        "torch/mixed.ptl",
        "torch/steady.pte"
      })
  void runsOnChips(String path) throws Exception {
    byte[] bytes;
    try (InputStream in = Importers.class.getResourceAsStream("/dev/thimble/importer/" + path)) {
      bytes = in.readAllBytes();
    }
    ModelFile file = new ModelFile(path.substring(path.indexOf('/') + 1), bytes);
    Graph graph =
        Importers.installed().model(file).orElseThrow().read(file, List.of(Shape.of(5, 5, 1)));
    assertThat(runs.of(path.replaceAll("\\W", "_"), graph))
        .hasSize(3)
        .allSatisfy(row -> assertThat(row.mismatches()).as(row.target()).isIn("0", ""));
  }
}
