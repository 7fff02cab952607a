package dev.thimble.importer.classical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that scikit-learn has trained give the labels that scikit-learn gives. */
class TrainedModelsTest {
  /**
   * Rows of scikit-learn's labels that the integers do not give; at most so many. Models that only
   * compare, and points, decide as the reals do on what the integers stand for.
   */
  @ParameterizedTest
  @CsvSource({
    "cancer_logreg, 0",
    "digits_knn3, 0",
    "digits_mlp32, 0",
    "digits_rf20, 0",
    "har_rf10, 1",
    "kmeans_anomaly_motions, 1",
    "kmeans_digits10, 0",
    "kmeans_iris3, 0",
    "wine_svc_poly, 0",
  })
  void labels(String name, int most) throws Exception {
    assumeTrue(TrainedData.available(), "no shared data");
    TrainedData data = TrainedData.json(name);
    TrainedModel model = data.quantised();
    int differ = 0;
    for (int i = 0; i < data.wanted().length; i++) {
      float[] x = data.samples().get(i);
      int label = model.label(x);
      if (name.contains("rf") || name.contains("knn") || name.contains("kmeans_digits")) {
        assertThat(label).isEqualTo(model.realLabel(model.meant(model.integers(x))));
      }
      assertThat(model.realLabel(x)).isEqualTo(data.wanted()[i]);
      differ += label == data.wanted()[i] ? 0 : 1;
    }
    System.out.printf(
        "%s: %d bits, labels that differ: %d of %d%n",
        name, model.bits(), differ, data.wanted().length);
    assertThat(differ).isLessThanOrEqualTo(most);
  }
}
