package dev.thimble.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.graph.Graph;
import dev.thimble.importer.TensorFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The networks of examples/digits lose next to nothing, on every picture held out. */
class DigitsQuantizationTest {
  @Test
  void mlp() throws Exception {
    assumeTrue(DigitsGraphs.present());
    check(DigitsGraphs.mlp(), 356);
  }

  @Test
  void cnn() throws Exception {
    assumeTrue(DigitsGraphs.present());
    check(DigitsGraphs.cnn(), 358);
  }

  private static void check(Graph graph, int floatCorrect) throws Exception {
    CalibrationSamples train =
        CalibrationSamples.ofOneInput(
            DigitsGraphs.data("digits_train.npz").find("x").orElseThrow().floats(), 64);
    TensorFile test = DigitsGraphs.data("digits_test.npz");
    CalibrationSamples pictures =
        CalibrationSamples.ofOneInput(test.find("x").orElseThrow().floats(), 64);
    float[] labels = test.find("y").orElseThrow().floats();
    QuantizerOptions options =
        QuantizerOptions.defaults().withInputs(Map.of("image", ValueRange.of(0, 16)));
    Quantised quantised = Quantizer.quantise(graph, train, options);
    FloatEvaluator floats = new FloatEvaluator(graph);
    IntegerEvaluator integers = new IntegerEvaluator(quantised.integer());
    int floatRight = 0;
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      List<float[]> picture = pictures.samples().get(i);
      floatRight += best(floats.evaluate(picture).get("logits")) == labels[i] ? 1 : 0;
      right += best(integers.evaluate(picture).get("logits")) == labels[i] ? 1 : 0;
    }
    assertThat(floatRight).isEqualTo(floatCorrect);
    assertThat(right).isGreaterThanOrEqualTo(floatCorrect - 1);
    assertThat(quantised.qualities()).allSatisfy(q -> assertThat(q.decibels()).isGreaterThan(28));
    assertThat(quantised.integer().value("image").quantized().scale()).isEqualTo(1);
    if (Boolean.getBoolean("thimble.verbose")) {
      System.out.println(
          floatRight
              + " float, "
              + right
              + " int8 of "
              + labels.length
              + " "
              + quantised.qualities());
    }
  }

  private static int best(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }
}
