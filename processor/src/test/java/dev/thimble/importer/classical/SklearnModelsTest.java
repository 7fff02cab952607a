package dev.thimble.importer.classical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small models of every kind (make_models.py): in reals and in integers what scikit-learn says. */
class SklearnModelsTest {
  static Stream<SklearnModels.Entry> models() throws IOException {
    return SklearnModels.all();
  }

  @ParameterizedTest
  @MethodSource("models")
  void agree(SklearnModels.Entry entry) throws Exception {
    List<float[]> samples = entry.samples();
    TrainedModel model = entry.trained();
    if (entry.json().has("values")) {
      values(entry, samples, model);
      return;
    }
    int real = 0;
    int integer = 0;
    for (int i = 0; i < samples.size(); i++) {
      int wanted = entry.json().getAsJsonArray("labels").get(i).getAsInt();
      real += model.realLabel(samples.get(i)) == wanted ? 0 : 1;
      integer += model.label(samples.get(i)) == wanted ? 0 : 1;
    }
    System.out.printf(
        "%s: of %d labels %d differ in reals, %d in integers of %d bits%n",
        entry.name(), samples.size(), real, integer, model.bits());
    assertThat(real).isZero();
    // Free support vectors of one class lie on the limit itself: nothing tells on which side.
    assertThat(integer).isLessThanOrEqualTo(entry.name().equals("OneClassSVM") ? 8 : 1);
  }

  private static void values(SklearnModels.Entry entry, List<float[]> samples, TrainedModel model) {
    float most = 0;
    for (int i = 0; i < samples.size(); i++) {
      for (float value : SklearnModels.floats(entry.json().getAsJsonArray("values").get(i))) {
        most = Math.max(most, Math.abs(value));
      }
    }
    float off = 0;
    for (int i = 0; i < samples.size(); i++) {
      float[] wanted = SklearnModels.floats(entry.json().getAsJsonArray("values").get(i));
      float[] reals = model.scores(samples.get(i));
      double[] integers = model.values(samples.get(i));
      for (int k = 0; k < wanted.length; k++) {
        assertThat(reals[k]).isCloseTo(wanted[k], within(1e-4f * most));
        off = (float) Math.max(off, Math.abs(integers[k] - wanted[k]));
      }
    }
    System.out.printf("%s: integers are off by %.2g of %.2g at most%n", entry.name(), off, most);
    assertThat(off).isLessThan(2e-3f * most);
  }
}
