package dev.thimble.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.ResolvingProcessor;
import dev.thimble.graph.Graph;
import dev.thimble.importer.TensorFile;
import dev.thimble.quantize.FloatEvaluator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trained networks of the example: what is declared computes what was trained. */
class DigitsTest {
  private static final Path DATA =
      Path.of(
          Files.isDirectory(Path.of("examples")) ? "" : "..",
          "examples/digits/src/main/resources/dev/thimble/examples/digits");

  private static final String MODEL =
      """
      package ex;

      import static dev.thimble.Activation.RELU;
      import dev.thimble.*;

      @TinyModel(weights = "%s", calibration = "digits_train.npz", evaluation = "digits_test.npz")
      final class Digits {
        @Input(shape = {8, 8, 1}, min = 0, max = 16) Tensor image;
      %s
        @Dense(units = 10) Tensor logits;
        @ArgMax(labels = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}) Decision digit;
      }
      """;

  @TempDir Path folder;

  private int correct(String weights, String steps) throws IOException {
    Fixture fixture = Fixture.in(folder).java(MODEL.formatted(weights, steps));
    for (String file : List.of(weights, "digits_train.npz", "digits_test.npz")) {
      fixture.data(file, Files.readAllBytes(DATA.resolve(file)));
    }
    ResolvedModel model = ResolvingProcessor.resolve(fixture);
    assertThat(model.files()).hasSize(3);
    return correct(model.graph(), model.evaluation().orElseThrow());
  }

  private static int correct(Graph graph, TensorFile data) {
    float[] pixels = data.find("x").orElseThrow().floats();
    float[] labels = data.find("y").orElseThrow().floats();
    FloatEvaluator evaluator = new FloatEvaluator(graph);
    int correct = 0;
    for (int i = 0; i < labels.length; i++) {
      float[] picture = Arrays.copyOfRange(pixels, i * 64, (i + 1) * 64);
      correct += evaluator.evaluate(List.of(picture)).get("digit")[0] == labels[i] ? 1 : 0;
    }
    return correct;
  }

  @Test
  void mlp() throws IOException {
    String hidden = "  @Dense(units = 32, activation = RELU) Tensor hidden;";
    assertThat(correct("digits_mlp.safetensors", hidden)).isEqualTo(356);
    assertThat(correct("digits_mlp.safetensors", "  @Flatten Tensor row;\n" + hidden))
        .isEqualTo(356);
  }

  /** Its dense layer was trained on channel, row, column. */
  @Test
  void cnn() throws IOException {
    String steps =
        """
          @Conv2D(filters = 8, kernel = 3, activation = RELU) Tensor edges;
          @MaxPool2D(2) Tensor pooled;
          @DepthwiseConv2D(kernel = 3, activation = RELU) Tensor features;
          @Conv2D(filters = 12, kernel = 1, activation = RELU) Tensor mixed;
        """;
    assertThat(correct("digits_cnn.safetensors", steps)).isEqualTo(358);
    assertThat(correct("digits_cnn.safetensors", steps + "  @Flatten Tensor row;")).isEqualTo(358);
  }
}
