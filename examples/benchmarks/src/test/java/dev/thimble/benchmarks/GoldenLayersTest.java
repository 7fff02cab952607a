package dev.thimble.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Dense;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.data.Shared;
import dev.thimble.importer.tflite.ImportedModel;
import dev.thimble.importer.tflite.TfLiteImporter;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Interpreter;
import dev.thimble.quantize.reference.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each layer on sample 0 against LiteRT's reference kernels. Those round fully connected layers in
 * another way: under {@link Profile#TFLM} layers from the first such one on are left out, under
 * {@link Profile#LITERT} all are compared.
 */
class GoldenLayersTest {
  @BeforeAll
  static void dataIsThere() {
    assumeTrue(SharedData.isThere(), "No models at " + Shared.folder().toAbsolutePath());
  }

  @TestFactory
  Stream<DynamicTest> layers() throws IOException {
    return GoldenCases.models().stream()
        .filter(file -> Files.exists(layers(file)))
        .flatMap(
            file ->
                Stream.of(Profile.values())
                    .map(
                        profile ->
                            DynamicTest.dynamicTest(
                                Shared.name(file) + " " + profile, () -> check(file, profile))));
  }

  private static Path layers(Path model) {
    return Shared.folder().resolve("golden/tflite/" + Shared.name(model) + ".layers.npz");
  }

  private static void check(Path file, Profile profile) throws IOException, Problem {
    ImportedModel imported = new TfLiteImporter().model(Shared.file(file));
    BenchmarkModel model =
        BenchmarkModel.of(imported.graph(), profile, imported.graph().values().keySet());
    Interpreter interpreter = new Interpreter(model.program());
    interpreter.run(GoldenCases.model(file).vectors().get(0).inputs());
    TensorFile golden = SharedData.arrays("golden/tflite/" + layers(file).getFileName());
    Set<String> other =
        profile == Profile.LITERT ? Set.of() : behindFullyConnected(imported.graph());
    List<String> compared = new ArrayList<>();
    List<String> left = new ArrayList<>();
    for (Map.Entry<String, String> layer : tensors(imported, golden).entrySet()) {
      if (other.contains(layer.getValue())) {
        left.add(layer.getValue());
        continue;
      }
      Buffer buffer = model.program().buffer(layer.getValue());
      long[] expected = SharedData.integers(golden.find(layer.getKey()).orElseThrow());
      assertThat(interpreter.read(buffer)).as(layer.getValue()).isEqualTo(expected);
      compared.add(layer.getValue());
    }
    System.out.printf(
        "%s %s: %d layers equal%s%n",
        Shared.name(file),
        profile,
        compared.size(),
        left.isEmpty() ? "" : ", not compared behind a fully connected layer: " + left);
    assertThat(compared.size() + left.size()).isPositive();
  }

  /** The values that have an array, by the golden array's name; shapes are folded away. */
  private static Map<String, String> tensors(ImportedModel imported, TensorFile golden) {
    Map<String, String> tensors = new TreeMap<>();
    Graph graph = imported.graph();
    for (String array : golden.names()) {
      String value = imported.tensorNames().get(Integer.parseInt(array.substring(1)));
      boolean computed = value != null && graph.producer(value).isPresent();
      if (computed) {
        tensors.put(array, value);
      }
    }
    return tensors;
  }

  private static Set<String> behindFullyConnected(Graph graph) {
    Set<String> behind = new HashSet<>();
    for (Node node : graph.nodes()) {
      if (node.operator() instanceof Dense || node.inputs().stream().anyMatch(behind::contains)) {
        behind.addAll(node.outputs());
      }
    }
    return behind;
  }
}
