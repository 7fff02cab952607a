package dev.thimble.importer.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.data.Trial;
import dev.thimble.importer.npz.NpzFormat;
import dev.thimble.quantize.CalibrationSamples;
import dev.thimble.quantize.FloatEvaluator;
import dev.thimble.quantize.IntegerEvaluator;
import dev.thimble.quantize.Quantised;
import dev.thimble.quantize.Quantizer;
import dev.thimble.quantize.QuantizerOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that Keras wrote, against what Keras computes: in reals, quantised, in Java and in C. */
class KerasImporterTest {
  private static final int SAMPLES = 8;

  @ParameterizedTest
  @CsvSource({
    "tiny, .keras",
    "tiny, .h5",
    "pictures, .keras",
    "pictures, .h5",
    "steps, .keras",
    "steps, .h5",
    "branches, .keras",
    "branches, .h5",
    "recurrent, .keras",
    "recurrent, .h5"
  })
  void computesWhatKerasComputes(String name, String ending) throws Exception {
    Graph graph = new KerasImporter().read(KerasFiles.file(name + ending));
    TensorFile golden = golden(name);
    List<List<float[]>> samples = samples(graph, golden);
    FloatEvaluator reals = new FloatEvaluator(graph);
    for (int output = 0; output < graph.outputs().size(); output++) {
      float[] expected = golden.find("out" + output).orElseThrow().floats();
      float[] got = all(samples, reals, graph.outputs().get(output));
      assertThat(error(expected, got) / magnitude(expected)).isLessThan(1e-5);
    }
    Quantised quantised =
        Quantizer.quantise(graph, new CalibrationSamples(samples), QuantizerOptions.defaults());
    accurate(graph, quantised.integer(), samples);
    if (ending.equals(".keras")) {
      Trial.twinAndC(name, quantised.integer());
    }
  }

  private static void accurate(Graph graph, Graph integer, List<List<float[]>> samples) {
    IntegerEvaluator integers = new IntegerEvaluator(integer);
    FloatEvaluator reals = new FloatEvaluator(graph);
    String output = integer.outputs().get(0);
    double scale = integer.value(output).quantized().scale();
    int zero = integer.value(output).quantized().zeroPoint();
    double signal = 0;
    double noise = 0;
    for (List<float[]> sample : samples) {
      float[] real = reals.evaluate(sample).get(graph.outputs().get(0));
      float[] steps = integers.evaluate(sample).get(output);
      for (int i = 0; i < real.length; i++) {
        signal += real[i] * real[i];
        noise += Math.pow(real[i] - (steps[i] - zero) * scale, 2);
      }
    }
    assertThat(10 * Math.log10(signal / noise)).isGreaterThan(25);
  }

  private static TensorFile golden(String name) throws Problem {
    return new NpzFormat().read(new ModelFile(name + ".npz", KerasFiles.bytes(name + ".npz")));
  }

  private static List<List<float[]>> samples(Graph graph, TensorFile golden) {
    List<List<float[]>> samples = new ArrayList<>();
    for (int sample = 0; sample < SAMPLES; sample++) {
      List<float[]> inputs = new ArrayList<>();
      for (int input = 0; input < graph.inputs().size(); input++) {
        float[] all = golden.find("in" + input).orElseThrow().floats();
        int size = all.length / SAMPLES;
        inputs.add(Arrays.copyOfRange(all, sample * size, (sample + 1) * size));
      }
      samples.add(inputs);
    }
    return samples;
  }

  private static float[] all(List<List<float[]>> samples, FloatEvaluator reals, String output) {
    List<float[]> results = new ArrayList<>();
    samples.forEach(sample -> results.add(reals.evaluate(sample).get(output)));
    float[] all = new float[results.size() * results.get(0).length];
    for (int i = 0; i < all.length; i++) {
      all[i] = results.get(i / results.get(0).length)[i % results.get(0).length];
    }
    return all;
  }

  private static double error(float[] expected, float[] got) {
    assertThat(got.length).isCloseTo(expected.length, within(0));
    double largest = 0;
    for (int i = 0; i < got.length; i++) {
      largest = Math.max(largest, Math.abs(got[i] - expected[i]));
    }
    return largest;
  }

  private static double magnitude(float[] values) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
