package dev.thimble.importer.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.graph.Graph;
import dev.thimble.importer.Array;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.data.Shared;
import dev.thimble.kernel.Interpreter;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.lower.Lower;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.PlainBackend;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.quantize.CalibrationSamples;
import dev.thimble.quantize.FloatEvaluator;
import dev.thimble.quantize.IntegerEvaluator;
import dev.thimble.quantize.Quantised;
import dev.thimble.quantize.Quantizer;
import dev.thimble.quantize.QuantizerOptions;
import dev.thimble.quantize.Widths;
import dev.thimble.quantize.reference.Profile;
import dev.thimble.quantize.reference.ReferenceArithmetic;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Networks of reals with labelled data: right answers in reals, in eight bits by our own contract,
 * in the converter's own eight bits, and with four-bit weights.
 *
 * <p>Where there are no training data, every second test sample calibrates, without its label.
 */
class FloatModelsTest {
  @ParameterizedTest
  @CsvSource({
    "digits_mlp_avr_float, digits_mlp_avr_int8, digits_mlp_avr.data, true",
    "digits_cnn_avr_float, digits_cnn_avr_int8, digits_cnn_avr.data, true",
    "gesture_avr_float, gesture_avr_int8, gesture_avr.data, true",
    "mosquito_avr_float, mosquito_avr_int8, mosquito_avr.data, false",
    "wakeword_avr_tinyconv_float, wakeword_avr_tinyconv_int8, wakeword_avr_tinyconv.data, true",
    "magicwand5_model, magicwand5_quantized_model, magicwand5, false",
  })
  void keepTheirAccuracy(String model, String converted, String data, boolean halves)
      throws Exception {
    Path folder = Shared.folder();
    Path file = folder.resolve("models/tflite/" + model + ".tflite");
    assumeTrue(Files.exists(file));
    Graph graph = new TfLiteImporter().read(Shared.file(file));
    TensorFile arrays = Shared.arrays(folder.resolve("data/" + data + ".npz"));
    float[] labels = arrays.find("y_test").map(Array::floats).orElseThrow();
    CalibrationSamples test = samples(arrays, "x_test", labels.length);
    CalibrationSamples calibration =
        arrays.find("x_train").isPresent()
            ? samples(arrays, "x_train", arrays.find("y_train").orElseThrow().floats().length)
            : new CalibrationSamples(
                IntStream.range(0, labels.length)
                    .filter(i -> i % 2 == 0)
                    .mapToObj(i -> test.samples().get(i))
                    .toList());
    int real = right(test, labels, new FloatEvaluator(graph)::evaluate, graph);
    Quantised bytes = Quantizer.quantise(graph, calibration, QuantizerOptions.defaults());
    int eight = right(bytes, test, labels);
    long start = System.nanoTime();
    Quantised narrow =
        Quantizer.quantise(
            graph, calibration, QuantizerOptions.defaults().withWidths(Widths.all(Widths.HALF)));
    double seconds = (System.nanoTime() - start) / 1e9;
    int four = right(narrow, test, labels);
    int given = converted(folder.resolve("models/tflite/" + converted + ".tflite"), test, labels);
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %d | %d | %d | %d | %.1f s |%n",
        model,
        labels.length,
        real,
        eight,
        given,
        four,
        seconds);
    if (Boolean.getBoolean("thimble.verbose")) {
      bytes.qualities().forEach(q -> System.out.print(" " + q.node() + " " + (int) q.decibels()));
      System.out.println();
      narrow.qualities().forEach(q -> System.out.print(" " + q.node() + " " + (int) q.decibels()));
      System.out.println();
    }
    assertThat(eight).isGreaterThanOrEqualTo(Math.max(real, given) - sampleOr(0.005, labels));
    if (halves) {
      assertThat(four).isGreaterThanOrEqualTo(real - sampleOr(0.01, labels));
    }
    twinAndC(model, narrow.integer());
  }

  private static int sampleOr(double share, float[] labels) {
    return Math.max(1, (int) (share * labels.length));
  }

  private static CalibrationSamples samples(TensorFile arrays, String name, int count) {
    float[] all = arrays.find(name).map(Array::floats).orElseThrow();
    return CalibrationSamples.ofOneInput(all, all.length / count);
  }

  private static int right(Quantised quantised, CalibrationSamples test, float[] labels) {
    IntegerEvaluator integers = new IntegerEvaluator(quantised.integer());
    return right(test, labels, integers::evaluate, quantised.integer());
  }

  private static int right(
      CalibrationSamples test,
      float[] labels,
      Function<List<float[]>, java.util.Map<String, float[]>> run,
      Graph graph) {
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      float[] scores = run.apply(test.samples().get(i)).get(graph.outputs().get(0));
      right += best(scores) == labels[i] ? 1 : 0;
    }
    return right;
  }

  private static int converted(Path file, CalibrationSamples test, float[] labels)
      throws Exception {
    Graph graph =
        ReferenceArithmetic.apply(new TfLiteImporter().read(Shared.file(file)), Profile.TFLM);
    Program program = Lower.program(graph);
    Interpreter interpreter = new Interpreter(program);
    var input = graph.value(graph.inputs().get(0)).quantized();
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      float[] sample = test.samples().get(i).get(0);
      long[] integers = new long[sample.length];
      for (int k = 0; k < sample.length; k++) {
        long rounded = Math.round(sample[k] / input.scale()) + input.zeroPoint();
        integers[k] = Math.max(-128, Math.min(127, rounded));
      }
      interpreter.run(List.of(integers));
      long[] out = interpreter.read(program.outputs().get(0));
      float[] scores = new float[out.length];
      for (int k = 0; k < out.length; k++) {
        scores[k] = out[k];
      }
      right += best(scores) == labels[i] ? 1 : 0;
    }
    return right;
  }

  private static int best(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }

  private static void twinAndC(String name, Graph integer) {
    Comparison comparison = new Comparison(name, TestModel.of(integer), 1);
    comparison.twin();
    Target target =
        comparison
            .model()
            .target(comparison.model().plan(new PlainBackend(), PlainBackend.CHIP), true);
    if (target.availability().isAvailable()) {
      comparison.target(target, BuildOptions.DEFAULT.withOptimization("-O2"));
    }
  }
}
