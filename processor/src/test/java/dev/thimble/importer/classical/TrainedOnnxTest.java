package dev.thimble.importer.classical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.graph.Graph;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.onnx.OnnxImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that scikit-learn has trained and skl2onnx has written give scikit-learn's labels. */
class TrainedOnnxTest {
  private static final Path MODELS =
      Path.of(System.getProperty("thimble.shared", "../shared/data")).resolve("models/onnx");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cancer_logreg",
        "digits_knn3",
        "digits_mlp32",
        "digits_rf20",
        "har_rf10",
        "kmeans_digits10",
        "kmeans_iris3",
        "wine_svc_poly",
      })
  void labels(String name) throws Exception {
    Path path = MODELS.resolve("sklearn_" + name + ".onnx");
    assumeTrue(Files.exists(path), "no shared data");
    ModelFile file = new ModelFile(name + ".onnx", Files.readAllBytes(path));
    Graph graph = new OnnxImporter().read(file);
    String array = name.contains("kmeans") ? "z" : "x";
    TrainedData data = TrainedData.of(name, graph, array, Optional.empty());
    TrainedModel model = data.quantised();
    int differ = 0;
    for (int i = 0; i < data.wanted().length; i++) {
      float[] x = data.samples().get(i);
      assertThat(model.realLabel(x)).isEqualTo(data.wanted()[i]);
      differ += model.label(x) == data.wanted()[i] ? 0 : 1;
    }
    System.out.printf(
        "%s from ONNX: %d bits, labels that differ: %d of %d; labels %s%n",
        name, model.bits(), differ, data.wanted().length, new OnnxImporter().labels(file));
    assertThat(differ).isLessThanOrEqualTo(data.wanted().length / 1000);
  }
}
