package dev.thimble.importer.classical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.TwinBytes;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Quantization;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.npz.NpzFormat;
import dev.thimble.kernel.Interpreter;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.kernel.random.TreeGraphs;
import dev.thimble.quantize.FloatEvaluator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Forests that scikit-learn has trained. */
class TrainedForestsTest {
  private static final Path SHARED =
      Path.of(System.getProperty("thimble.shared", "../shared/data"));

  /**
   * On the precision of the features every label is the one that the forest of reals gives; on the
   * features themselves at most so many are not scikit-learn's.
   */
  @ParameterizedTest
  @CsvSource({"digits_rf20, 64, 0", "har_rf10, 36, 250"})
  void labels(String name, int features, int most) throws Exception {
    Path golden = SHARED.resolve("golden/sklearn/" + name + ".npz");
    assumeTrue(Files.exists(golden), "no shared data");
    TensorFile file = new NpzFormat().read(new ModelFile(name, Files.readAllBytes(golden)));
    float[] x = file.find("x").orElseThrow().floats();
    float[] wanted = file.find("pred").orElseThrow().floats();
    Graph reals = new JsonImporter().read(model(name, features));
    List<List<float[]>> samples = new ArrayList<>();
    for (int i = 0; i < wanted.length; i++) {
      samples.add(List.of(Arrays.copyOfRange(x, i * features, (i + 1) * features)));
    }
    TestModel model = TestModel.of(TreeGraphs.quantised(reals, samples));
    Quantization input = model.graph().value("x").quantized();
    Interpreter interpreter = new Interpreter(model.program());
    FloatEvaluator evaluator = new FloatEvaluator(reals);
    int differ = 0;
    for (int i = 0; i < wanted.length; i++) {
      float[] sample = samples.get(i).get(0);
      long[] integers = new long[features];
      float[] meant = new float[features];
      for (int k = 0; k < features; k++) {
        integers[k] = TwinBytes.quantize(sample[k], input.scale(), input.zeroPoint(), -128, 127);
        meant[k] = (float) (input.scale() * (integers[k] - input.zeroPoint()));
      }
      interpreter.run(List.of(integers));
      long label = interpreter.read(model.program().buffer("label"))[0];
      assertThat(label).isEqualTo(largest(evaluator.evaluate(List.of(meant)).get("scores")));
      differ += label == (long) wanted[i] ? 0 : 1;
    }
    System.out.println(name + ": labels that differ: " + differ + " of " + wanted.length);
    assertThat(differ).isLessThanOrEqualTo(most);
  }

  private static ModelFile model(String name, int features) throws Exception {
    String json = Files.readString(SHARED.resolve("models/sklearn/" + name + ".json"));
    String sized = "{\"n_features_in\": " + features + ", " + json.substring(1);
    return new ModelFile(name + ".json", sized.getBytes(StandardCharsets.UTF_8));
  }

  private static long largest(float[] scores) {
    int largest = 0;
    for (int c = 1; c < scores.length; c++) {
      largest = scores[c] > scores[largest] ? c : largest;
    }
    return largest;
  }
}
