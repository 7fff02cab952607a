package dev.thimble.importer.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Shape;
import dev.thimble.importer.Array;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.data.Trial;
import dev.thimble.quantize.CalibrationSamples;
import dev.thimble.quantize.FloatEvaluator;
import dev.thimble.quantize.IntegerEvaluator;
import dev.thimble.quantize.Quantised;
import dev.thimble.quantize.Quantizer;
import dev.thimble.quantize.QuantizerOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of ONNX against what ONNX Runtime computes: in reals, quantised, in Java and in C. */
class OnnxImporterTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "tiny",
        "residual",
        "sequence",
        "operators",
        "old",
        "recurrent",
        "functions",
        "gelu"
      })
  void computesWhatOnnxRuntimeComputes(String name) throws Exception {
    Graph graph = new OnnxImporter().read(OnnxFiles.file(name + ".onnx"));
    TensorFile golden = OnnxFiles.golden(name);
    List<List<float[]>> samples = OnnxFiles.samples(graph, golden);
    FloatEvaluator reals = new FloatEvaluator(graph);
    for (int sample = 0; sample < samples.size(); sample++) {
      Map<String, float[]> values = reals.evaluate(samples.get(sample));
      for (int i = 0; i < graph.outputs().size(); i++) {
        String output = graph.outputs().get(i);
        Array all = golden.find("out" + i).orElseThrow();
        Shape shape = graph.value(output).shape();
        float[] expected = OnnxFiles.sample(all, sample, shape);
        assertThat(error(expected, values.get(output))).as("output %d", i).isLessThan(1e-5);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny", "residual", "sequence", "old", "recurrent", "functions"})
  void isQuantisedAndTheSameInJavaAndC(String name) throws Exception {
    Graph graph = new OnnxImporter().read(OnnxFiles.file(name + ".onnx"));
    List<List<float[]>> samples = OnnxFiles.samples(graph, OnnxFiles.golden(name));
    Quantised quantised =
        Quantizer.quantise(graph, new CalibrationSamples(samples), QuantizerOptions.defaults());
    assertThat(decibels(graph, quantised.integer(), samples)).isGreaterThan(22);
    Trial.twinAndC(name, quantised.integer());
  }

  private static double decibels(Graph graph, Graph integer, List<List<float[]>> samples) {
    IntegerEvaluator integers = new IntegerEvaluator(integer);
    FloatEvaluator reals = new FloatEvaluator(graph);
    String output = integer.outputs().get(0);
    double signal = 0;
    double noise = 0;
    for (List<float[]> sample : samples) {
      float[] real = reals.evaluate(sample).get(graph.outputs().get(0));
      float[] got =
          IntegerEvaluator.reals(integer.value(output), integers.evaluate(sample).get(output));
      for (int i = 0; i < real.length; i++) {
        signal += real[i] * real[i];
        noise += Math.pow(real[i] - got[i], 2);
      }
    }
    return 10 * Math.log10(signal / noise);
  }

  /** The largest difference, relative to the largest element. */
  static double error(float[] expected, float[] got) {
    assertThat(got).hasSameSizeAs(expected);
    double largest = 0;
    double magnitude = 0;
    for (int i = 0; i < got.length; i++) {
      largest = Math.max(largest, Math.abs(got[i] - expected[i]));
      magnitude = Math.max(magnitude, Math.abs(expected[i]));
    }
    return largest / magnitude;
  }
}
