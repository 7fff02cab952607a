package dev.thimble.kernel.random;

import dev.thimble.importer.classical.SklearnModels;
import dev.thimble.testing.BuildOptions;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Classical models on random and extreme inputs: the twin and the C are the interpreter's. */
class ClassicalTest {
  /** One of each operator and rule. */
  private static final Set<String> SOME =
      Set.of(
          "SVC poly",
          "SVC rbf",
          "GaussianNB",
          "GaussianMixture full",
          "EllipticEnvelope",
          "IsolationForest",
          "KNeighborsClassifier manhattan",
          "MLPClassifier tanh",
          "Bonsai");

  static Stream<SklearnModels.Entry> models() throws IOException {
    return SklearnModels.all().filter(entry -> SOME.contains(entry.name()));
  }

  @ParameterizedTest
  @MethodSource("models")
  void twinAndHostAgreeWithTheInterpreter(SklearnModels.Entry entry) throws Exception {
    TestModel model = entry.trained().model();
    Comparison comparison = new Comparison(entry.name(), model, 1);
    comparison.twin();
    comparison.host(
        BuildOptions.DEFAULT.withSanitizers("undefined", "address").withOptimization("-O1"));
  }
}
