package dev.thimble.importer.classical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models that scikit-learn has trained give the labels that scikit-learn gives. */
class TrainedModelsTest {
  /** Of samples that nothing was calibrated on one in so many may get another label. */
  private static final int RARE = 200;

  static List<String> names() {
    return TrainedData.NAMES;
  }

  /** Models that only compare, and points, decide as reals do on what the integers stand for. */
  @ParameterizedTest
  @MethodSource("names")
  void labels(String name) throws Exception {
    assumeTrue(TrainedData.available(), "no shared data");
    TrainedData data = TrainedData.json(name);
    TrainedModel model = data.quantised();
    for (int i = 0; i < data.wanted().length; i++) {
      float[] x = data.samples().get(i);
      if (name.contains("knn") || name.contains("kmeans_digits")) {
        assertThat(model.label(x)).isEqualTo(model.realLabel(model.meant(model.integers(x))));
      }
      assertThat(model.realLabel(x)).isEqualTo(data.wanted()[i]);
    }
    assertThat(data.differing(model)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("names")
  void labelsOfSamplesThatWereNotSeen(String name) throws Exception {
    assumeTrue(TrainedData.available(), "no shared data");
    TrainedData data = TrainedData.json(name);
    List<Integer> differing = data.differing(data.onHalf());
    assertThat(differing).hasSizeLessThanOrEqualTo(data.wanted().length / RARE);
  }
}
