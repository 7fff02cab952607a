package dev.thimble.kernel.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.data.Shared;
import dev.thimble.kernel.Interpreter;
import dev.thimble.testing.BuildOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** k-means: the definition, the twin and the C agree; labels are those of scikit-learn. */
class KMeansTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7})
  void twinAndHostAgreeWithTheInterpreter(long seed) throws Problem {
    Comparison comparison =
        new Comparison("k-means " + seed, TestModel.of(KMeansGraphs.of(seed)), seed);
    comparison.twin();
    comparison.host(
        BuildOptions.DEFAULT.withSanitizers("undefined", "address").withOptimization("-O1"));
  }

  /** Equal centres: the first one wins; on a centre the distance is 0. */
  @Test
  void distancesAreExactAndTiesGoToTheFirst() throws Problem {
    float[] centres = {0, 0, 4, 2, 4, 2, -3, 1};
    List<List<float[]>> samples =
        List.of(List.of(new float[] {-8, 8}), List.of(new float[] {8, -8}));
    TestModel model = TestModel.of(KMeansGraphs.of(centres, 4, samples));
    Interpreter interpreter = new Interpreter(model.program());
    double scale = model.graph().value("distances").quantized().scale();
    Map<String, long[]> wanted =
        Map.of("4,2", new long[] {20, 0, 0, 50}, "2,1", new long[] {5, 5, 5, 25});
    wanted.forEach(
        (point, distances) -> {
          long[] x = Arrays.stream(point.split(",")).mapToLong(Long::parseLong).toArray();
          interpreter.run(List.of(x));
          long[] got = interpreter.read(model.program().buffer("distances"));
          for (int c = 0; c < 4; c++) {
            assertThat(got[c] * scale).isEqualTo(distances[c]);
          }
          long first = point.equals("4,2") ? 1 : 0;
          assertThat(interpreter.read(model.program().buffer("cluster"))).containsExactly(first);
        });
  }

  @Test
  void squaresThatLeave32BitsAreRefused() {
    float[] centres = new float[2 * 140_000];
    Arrays.fill(centres, 1);
    List<List<float[]>> samples = List.of(List.of(new float[140_000]));
    assertThatThrownBy(() -> KMeansGraphs.of(centres, 2, samples))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("140000 differences may leave 32 bits");
  }

  /** Rows on which the integers name another cluster than scikit-learn names from reals. */
  @ParameterizedTest
  @CsvSource({"kmeans_digits10, 0", "kmeans_iris3, 0"})
  void labelsOfTrainedModels(String name, int most) throws Exception {
    Path golden = Shared.folder().resolve("golden/sklearn/" + name + ".npz");
    assumeTrue(Files.exists(golden), "no shared data");
    TensorFile file = Shared.arrays(golden);
    float[] z = file.find("z").orElseThrow().floats();
    float[] clusters = file.find("cluster").orElseThrow().floats();
    float[] centres =
        centres(Files.readString(Shared.folder().resolve("models/sklearn/" + name + ".json")));
    int features = z.length / clusters.length;
    List<List<float[]>> samples = new ArrayList<>();
    for (int i = 0; i < clusters.length; i++) {
      samples.add(List.of(Arrays.copyOfRange(z, i * features, (i + 1) * features)));
    }
    Graph graph = KMeansGraphs.of(centres, centres.length / features, samples);
    TestModel model = TestModel.of(graph);
    Interpreter interpreter = new Interpreter(model.program());
    double scale = graph.value("x").quantized().scale();
    int zero = graph.value("x").quantized().zeroPoint();
    int differ = 0;
    for (int i = 0; i < clusters.length; i++) {
      long[] x = new long[features];
      for (int k = 0; k < features; k++) {
        long integer = Math.round(samples.get(i).get(0)[k] / scale) + zero;
        x[k] = Math.max(-128, Math.min(127, integer));
      }
      interpreter.run(List.of(x));
      long label = interpreter.read(model.program().buffer("cluster"))[0];
      differ += label == (long) clusters[i] ? 0 : 1;
    }
    System.out.println(name + ": labels that differ: " + differ + " of " + clusters.length);
    assertThat(differ).isLessThanOrEqualTo(most);
  }

  private static float[] centres(String json) {
    Matcher array =
        Pattern.compile("\"centroids\": \\[(\\[.*?\\])\\]", Pattern.DOTALL).matcher(json);
    assertThat(array.find()).isTrue();
    String[] numbers = array.group(1).replaceAll("[\\[\\]\\s]", "").split(",");
    float[] centres = new float[numbers.length];
    for (int i = 0; i < centres.length; i++) {
      centres[i] = Float.parseFloat(numbers[i]);
    }
    return centres;
  }
}
