package dev.thimble.backend.avr;

import dev.thimble.importer.classical.SklearnModels;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.TestModel;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Classical models give on the simulator what the interpreter gives. */
class ClassicalTest {
  private static final Set<String> SOME =
      Set.of(
          "SVC rbf", "GaussianNB", "IsolationForest", "KNeighborsClassifier euclidean", "Bonsai");

  static Stream<SklearnModels.Entry> models() throws IOException {
    return SklearnModels.all().filter(entry -> SOME.contains(entry.name()));
  }

  @ParameterizedTest
  @MethodSource("models")
  void simavrAgrees(SklearnModels.Entry entry) throws Exception {
    TestModel model = entry.trained().model();
    Comparison comparison = new Comparison(entry.name(), model, 1);
    comparison.simulator(new AvrBackend(), "atmega328p", "-Os");
  }
}
