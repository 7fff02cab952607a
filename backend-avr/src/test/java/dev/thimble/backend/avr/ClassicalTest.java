package dev.thimble.backend.avr;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.backend.Chip;
import dev.thimble.importer.classical.SklearnModels;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Target;
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
    AvrBackend backend = new AvrBackend();
    Chip chip =
        backend.chips().stream()
            .filter(c -> c.mcu().equals("atmega328p"))
            .findFirst()
            .orElseThrow();
    TestModel model = entry.trained().model();
    Comparison comparison = new Comparison(entry.name(), model, 1);
    Target target = model.target(model.plan(backend, chip), false);
    assumeTrue(target.availability().isAvailable(), target.availability().reason());
    comparison.target(target, BuildOptions.DEFAULT.withOptimization("-Os"));
  }
}
