package dev.thimble.importer.classical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models that scikit-learn has trained and skl2onnx has written give scikit-learn's labels. */
class TrainedOnnxTest {
  static List<String> names() {
    return TrainedData.onnxNames();
  }

  @ParameterizedTest
  @MethodSource("names")
  void labels(String name) throws Exception {
    assumeTrue(TrainedData.available(), "no shared data");
    TrainedData data = TrainedData.onnx(name);
    TrainedModel model = data.quantised();
    for (int i = 0; i < data.wanted().length; i++) {
      assertThat(model.realLabel(data.samples().get(i))).isEqualTo(data.wanted()[i]);
    }
    assertThat(data.differing(model)).isEmpty();
  }
}
