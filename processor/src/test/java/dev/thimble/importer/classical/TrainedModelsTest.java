package dev.thimble.importer.classical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.thimble.graph.Graph;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.npz.NpzFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that scikit-learn has trained give the labels that scikit-learn gives. */
class TrainedModelsTest {
  private static final Path SHARED =
      Path.of(System.getProperty("thimble.shared", "../shared/data"));

  /**
   * Rows of scikit-learn's labels that the integers do not give; at most so many. Models that only
   * compare, and points, decide as the reals do on what the integers stand for.
   */
  @ParameterizedTest
  @CsvSource({
    "cancer_logreg, x, pred, true, 0",
    "digits_knn3, x, pred, false, 0",
    "digits_mlp32, x, pred, false, 0",
    "digits_rf20, x, pred, false, 0",
    "har_rf10, x, pred, false, 1",
    "kmeans_digits10, x, cluster, false, 0",
    "kmeans_iris3, x, cluster, false, 0",
    "kmeans_anomaly_motions, features, score, false, 1",
    "wine_svc_poly, x, pred, true, 0",
  })
  void labels(String name, String array, String label, boolean standardised, int most)
      throws Exception {
    Path golden = SHARED.resolve("golden/sklearn/" + name + ".npz");
    assumeTrue(Files.exists(golden), "no shared data");
    TensorFile file = new NpzFormat().read(new ModelFile(name, Files.readAllBytes(golden)));
    float[] wanted = file.find(label).orElseThrow().floats();
    if (label.equals("score")) {
      for (int i = 0; i < wanted.length; i++) {
        wanted[i] = wanted[i] > 0 ? 1 : 0;
      }
    }
    byte[] json = Files.readAllBytes(SHARED.resolve("models/sklearn/" + name + ".json"));
    Graph reals = new JsonImporter().read(new ModelFile(name + ".json", json));
    List<float[]> samples = samples(file.find(array).orElseThrow().floats(), wanted.length);
    if (standardised) {
      // The file holds what the scaler gave; the model starts before it.
      raw(samples, JsonParser.parseString(new String(json)).getAsJsonObject());
    }
    boolean least = name.contains("kmeans") && !name.contains("anomaly");
    TrainedModel model = TrainedModel.of(reals, samples, least, 0);
    int differ = 0;
    int reallyDiffer = 0;
    for (int i = 0; i < wanted.length; i++) {
      float[] x = samples.get(i);
      differ += model.label(x) == (int) wanted[i] ? 0 : 1;
      if (name.contains("rf") || name.contains("knn") || name.contains("kmeans_digits")) {
        assertThat(model.label(x)).isEqualTo(model.realLabel(model.meant(model.integers(x))));
      }
      reallyDiffer += model.realLabel(x) == (int) wanted[i] ? 0 : 1;
    }
    System.out.printf(
        "%s: %d bits, labels that differ: %d of %d, in reals %d%n",
        name, model.bits(), differ, wanted.length, reallyDiffer);
    assertThat(differ).isLessThanOrEqualTo(most);
  }

  private static List<float[]> samples(float[] all, int count) {
    int size = all.length / count;
    List<float[]> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      samples.add(Arrays.copyOfRange(all, i * size, (i + 1) * size));
    }
    return samples;
  }

  private static void raw(List<float[]> samples, JsonObject model) {
    for (float[] x : samples) {
      for (int k = 0; k < x.length; k++) {
        double mean = model.getAsJsonArray("mean").get(k).getAsDouble();
        double std = model.getAsJsonArray("std").get(k).getAsDouble();
        x[k] = (float) (x[k] * std + mean);
      }
    }
  }
}
