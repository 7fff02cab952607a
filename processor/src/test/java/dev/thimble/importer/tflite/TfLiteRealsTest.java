package dev.thimble.importer.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.graph.Graph;
import dev.thimble.importer.Array;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.data.Shared;
import dev.thimble.importer.data.Trial;
import dev.thimble.quantize.CalibrationSamples;
import dev.thimble.quantize.FloatEvaluator;
import dev.thimble.quantize.IntegerEvaluator;
import dev.thimble.quantize.Quantised;
import dev.thimble.quantize.Quantizer;
import dev.thimble.quantize.QuantizerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files of reals, of half precision and of eight-bit weights beside reals, quantised here: every
 * second sample calibrates, all of them are classified.
 */
class TfLiteRealsTest {
  @ParameterizedTest
  @CsvSource({
    "digits_mlp_avr_float, digits_mlp_avr",
    "digits_mlp_avr_hybrid, digits_mlp_avr",
    "digits_cnn_avr_float, digits_cnn_avr",
    "digits_cnn_avr_float16, digits_cnn_avr",
    "gesture_avr_float, gesture_avr",
    "mosquito_avr_float, mosquito_avr",
    "wakeword_avr_tinyconv_float, wakeword_avr_tinyconv"
  })
  void loseNextToNothing(String model, String data) throws Exception {
    Path file = Shared.folder().resolve("models/tflite/" + model + ".tflite");
    assumeTrue(Files.exists(file));
    Graph graph = new TfLiteImporter().read(Shared.file(file));
    TensorFile arrays = Shared.arrays(Shared.folder().resolve("data/" + data + ".data.npz"));
    float[] all = arrays.find("x_test").orElseThrow().floats();
    float[] labels = arrays.find("y_test").orElseThrow().floats();
    CalibrationSamples samples = CalibrationSamples.ofOneInput(all, all.length / labels.length);
    CalibrationSamples half =
        new CalibrationSamples(
            IntStream.range(0, labels.length)
                .filter(i -> i % 2 == 0)
                .mapToObj(i -> samples.samples().get(i))
                .toList());
    Quantised quantised = Quantizer.quantise(graph, half, QuantizerOptions.defaults());
    int real = 0;
    int integer = 0;
    FloatEvaluator floats = new FloatEvaluator(graph);
    IntegerEvaluator integers = new IntegerEvaluator(quantised.integer());
    String scores = graph.outputs().get(0);
    float[] reference = arrays.find("y_float").map(Array::floats).orElseThrow();
    int classes = reference.length / labels.length;
    int same = 0;
    for (int i = 0; i < labels.length; i++) {
      List<float[]> sample = samples.samples().get(i);
      int ours = best(floats.evaluate(sample).get(scores), 0, classes);
      same += ours == best(reference, i * classes, classes) ? 1 : 0;
      real += ours == labels[i] ? 1 : 0;
      integer += best(integers.evaluate(sample).get(scores), 0, classes) == labels[i] ? 1 : 0;
    }
    System.out.printf(
        "%s: %d in reals, %d in integers of %d%n", model, real, integer, labels.length);
    // The training framework's own outputs, which hybrid weights may change.
    assertThat(same).isGreaterThanOrEqualTo(labels.length - 1);
    assertThat(integer).isGreaterThanOrEqualTo(real - Math.max(1, labels.length / 100));
    Trial.twinAndC(model, quantised.integer());
  }

  /** A recurrent layer of reals against LiteRT's numbers, and what integers make of its digits. */
  @Test
  void longShortTermMemory() throws Exception {
    Path file = Shared.folder().resolve("models/tflite/tflm_mnist_lstm_float.tflite");
    assumeTrue(Files.exists(file));
    Graph graph = new TfLiteImporter().read(Shared.file(file));
    TensorFile golden =
        Shared.arrays(Shared.folder().resolve("golden/tflite/tflm_mnist_lstm_float.npz"));
    float[] expected = golden.find("out0_ref").orElseThrow().floats();
    Array in = golden.find("in0").orElseThrow();
    int count = in.extents().get(0);
    CalibrationSamples samples = CalibrationSamples.ofOneInput(in.floats(), in.size() / count);
    Quantised quantised = Quantizer.quantise(graph, samples, QuantizerOptions.defaults());
    FloatEvaluator floats = new FloatEvaluator(graph);
    IntegerEvaluator integers = new IntegerEvaluator(quantised.integer());
    String scores = graph.outputs().get(0);
    int classes = expected.length / count;
    int same = 0;
    for (int i = 0; i < count; i++) {
      floats.reset();
      integers.reset();
      float[] reals = floats.evaluate(samples.samples().get(i)).get(scores);
      for (int k = 0; k < classes; k++) {
        assertThat(reals[k]).isCloseTo(expected[i * classes + k], within(1e-5f));
      }
      float[] bytes = integers.evaluate(samples.samples().get(i)).get(scores);
      same += best(bytes, 0, classes) == best(reals, 0, classes) ? 1 : 0;
    }
    System.out.printf("tflm_mnist_lstm_float: %d labels of %d stay%n", same, count);
    assertThat(same).isGreaterThanOrEqualTo(count - Math.max(1, count / 20));
    Trial.twinAndC("lstm", quantised.integer());
  }

  private static int best(float[] scores, int from, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      best = scores[from + i] > scores[from + best] ? i : best;
    }
    return best;
  }
}
