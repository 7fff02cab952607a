package dev.thimble.importer.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Quantization;
import dev.thimble.importer.Array;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.data.AccuracyTable;
import dev.thimble.importer.data.Shared;
import dev.thimble.importer.data.Trial;
import dev.thimble.importer.frozen.FrozenImporter;
import dev.thimble.kernel.Interpreter;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.lower.Lower;
import dev.thimble.quantize.CalibrationSamples;
import dev.thimble.quantize.Equalise;
import dev.thimble.quantize.FloatEvaluator;
import dev.thimble.quantize.IntegerEvaluator;
import dev.thimble.quantize.Quantised;
import dev.thimble.quantize.Quantizer;
import dev.thimble.quantize.QuantizerOptions;
import dev.thimble.quantize.Widths;
import dev.thimble.quantize.reference.Profile;
import dev.thimble.quantize.reference.ReferenceArithmetic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The table of accuracy: right answers in reals, in eight bits by our own contract, in the
 * converter's own eight bits, with four-bit weights, and with results of 16 bits. It is written to
 * {@code target/reports/accuracy.csv}.
 *
 * <p>Where there are no training data, every second test sample calibrates, without its label.
 * Networks for key words of which there are features without labels are held to the decisions of
 * the reals.
 */
class FloatModelsTest {
  private static final AccuracyTable TABLE = new AccuracyTable();

  @AfterAll
  static void write() throws IOException {
    TABLE.write(Path.of(System.getProperty("thimble.reports", "target/reports"), "accuracy.csv"));
  }

  /**
   * A network of reals and what it is tried on.
   *
   * @param labels right answers, or those of the reals
   */
  private record Case(
      String name,
      Graph graph,
      CalibrationSamples calibration,
      CalibrationSamples test,
      float[] labels) {
    int real() {
      return right(test, labels, new FloatEvaluator(graph)::evaluate, graph.outputs().get(0));
    }

    Quantised quantised(int bits) throws Problem {
      return Quantizer.quantise(
          graph, calibration, QuantizerOptions.defaults().withWidths(Widths.all(bits)));
    }

    Quantised equalised(Equalise what) throws Problem {
      return Quantizer.quantise(graph, calibration, QuantizerOptions.defaults().with(what));
    }

    int right(Quantised quantised) {
      IntegerEvaluator integers = new IntegerEvaluator(quantised.integer());
      return right(test, labels, integers::evaluate, graph.outputs().get(0));
    }

    /** Right answers of a network that is integers already. */
    int converted(Path file) throws Exception {
      return Integers.of(file).right(test, labels);
    }

    private static int right(
        CalibrationSamples test,
        float[] labels,
        Function<List<float[]>, Map<String, float[]>> run,
        String output) {
      int right = 0;
      for (int i = 0; i < labels.length; i++) {
        right += best(run.apply(test.samples().get(i)).get(output)) == labels[i] ? 1 : 0;
      }
      return right;
    }
  }

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
    assumeTrue(Files.exists(network(model + ".tflite")));
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
    Graph graph = new TfLiteImporter().read(Shared.file(network(model + ".tflite")));
    Case each = new Case(model, graph, calibration, test, labels);
    int given = each.converted(network(converted + ".tflite"));
    Quantised narrow = each.quantised(Widths.HALF);
    int real = each.real();
    Quantised bytes = each.quantised(Widths.BYTE);
    int eight = each.right(bytes);
    int four = each.right(narrow);
    int sixteen = each.right(each.quantised(Widths.WORD));
    List<Integer> right = List.of(real, eight, given, four, sixteen);
    TABLE.row(model, "labels", labels.length, right, equalised(each, bytes));
    assertThat(eight).isGreaterThanOrEqualTo(Math.max(real, given) - sampleOr(0.005, labels));
    assertThat(sixteen).isGreaterThanOrEqualTo(real - sampleOr(0.005, labels));
    if (halves) {
      assertThat(four).isGreaterThanOrEqualTo(real - sampleOr(0.01, labels));
    }
    Trial.twinAndC(model, narrow.integer());
  }

  /** Features of 27 windows of sound, without labels. */
  @Test
  void armsKeywordsAreThoseOfTheReals() throws Exception {
    Path file = Shared.folder().resolve("models/tf_frozen/armkws_DNN_S.pb");
    assumeTrue(Files.exists(file));
    TensorFile arrays = Shared.arrays(Shared.folder().resolve("data/armkws_DNN_S.mfcc.npz"));
    decisions(
        "armkws_DNN_S",
        new FrozenImporter().read(Shared.file(file)),
        samples(arrays, "x", 27),
        "armkws_DNN_S_int8",
        2);
  }

  /** One window of sound and eleven that are made up, without labels. */
  @Test
  void mlperfsKeywordsAreThoseOfTheReals() throws Exception {
    Path file = network("mlptiny_kws_dscnn_float.tflite");
    assumeTrue(Files.exists(file));
    Integers given = Integers.of(network("mlptiny_kws_dscnn_int8.tflite"));
    Path golden = Shared.folder().resolve("golden/tflite");
    float[] integers =
        Shared.arrays(golden.resolve("mlptiny_kws_dscnn_int8.npz"))
            .find("in0")
            .orElseThrow()
            .floats();
    List<List<float[]>> samples =
        new ArrayList<>(CalibrationSamples.ofOneInput(given.reals(integers), 490).samples());
    float[] reals =
        Shared.arrays(golden.resolve("mlptiny_kws_dscnn_float.npz"))
            .find("in0")
            .orElseThrow()
            .floats();
    samples.addAll(CalibrationSamples.ofOneInput(reals, 490).samples());
    decisions(
        "mlptiny_kws_dscnn",
        new TfLiteImporter().read(Shared.file(file)),
        new CalibrationSamples(samples),
        "mlptiny_kws_dscnn_int8",
        1);
  }

  /** At most so many decisions differ from those of the reals. */
  private static void decisions(
      String name, Graph graph, CalibrationSamples samples, String converted, int most)
      throws Exception {
    FloatEvaluator reals = new FloatEvaluator(graph);
    float[] decided = new float[samples.size()];
    for (int i = 0; i < decided.length; i++) {
      decided[i] = best(reals.evaluate(samples.samples().get(i)).get(graph.outputs().get(0)));
    }
    Case each = new Case(name, graph, samples, samples, decided);
    Quantised bytes = each.quantised(Widths.BYTE);
    int eight = each.right(bytes);
    int given = each.converted(network(converted + ".tflite"));
    int sixteen = each.right(each.quantised(Widths.WORD));
    int four = each.right(each.quantised(Widths.HALF));
    int all = decided.length;
    List<Integer> right = List.of(all, eight, given, four, sixteen);
    TABLE.row(name, "decisions of the reals", all, right, equalised(each, bytes));
    assertThat(eight).isGreaterThanOrEqualTo(Math.max(decided.length - most, given));
    assertThat(sixteen).isGreaterThanOrEqualTo(eight);
  }

  /**
   * Right answers, and signal to noise of the last result that is measured, by what is equalised.
   */
  private static List<String> equalised(Case each, Quantised bytes) throws Problem {
    List<String> cells = new ArrayList<>(List.of(decibels(bytes)));
    for (Equalise what : List.of(Equalise.CHANNELS, Equalise.CHANNELS_AND_FEATURES)) {
      Quantised like = each.equalised(what);
      cells.add(String.valueOf(each.right(like)));
      cells.add(decibels(like));
    }
    return cells;
  }

  private static String decibels(Quantised quantised) {
    double last = quantised.qualities().get(quantised.qualities().size() - 1).decibels();
    return String.format(Locale.ROOT, "%.1f", last);
  }

  private static Path network(String name) {
    return Shared.folder().resolve("models/tflite/" + name);
  }

  private static int sampleOr(double share, float[] labels) {
    return Math.max(1, (int) (share * labels.length));
  }

  private static CalibrationSamples samples(TensorFile arrays, String name, int count) {
    float[] all = arrays.find(name).map(Array::floats).orElseThrow();
    return CalibrationSamples.ofOneInput(all, all.length / count);
  }

  static int best(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }

  /** A network of integers by TensorFlow Lite's own rules. */
  private record Integers(Graph graph, Program program) {
    static Integers of(Path file) throws Exception {
      Graph graph =
          ReferenceArithmetic.apply(new TfLiteImporter().read(Shared.file(file)), Profile.TFLM);
      return new Integers(graph, Lower.program(graph));
    }

    private Quantization input() {
      return graph.value(graph.inputs().get(0)).quantized();
    }

    float[] reals(float[] integers) {
      float[] reals = new float[integers.length];
      for (int i = 0; i < reals.length; i++) {
        reals[i] = (float) ((integers[i] - input().zeroPoint()) * input().scale());
      }
      return reals;
    }

    int right(CalibrationSamples test, float[] labels) {
      Interpreter interpreter = new Interpreter(program);
      int right = 0;
      for (int i = 0; i < labels.length; i++) {
        float[] sample = test.samples().get(i).get(0);
        long[] integers = new long[sample.length];
        for (int k = 0; k < sample.length; k++) {
          long rounded = Math.round(sample[k] / input().scale()) + input().zeroPoint();
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
  }
}
