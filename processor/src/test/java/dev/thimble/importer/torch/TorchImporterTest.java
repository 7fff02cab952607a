package dev.thimble.importer.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.graph.Graph;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that PyTorch wrote in five formats, against what PyTorch computes. */
class TorchImporterTest {
  private static final List<String> ENDINGS =
      List.of(".script.pt", ".trace.pt", ".ptl", ".pt2", ".pte");

  @ParameterizedTest
  @ValueSource(strings = {"pictures", "steps", "control", "functions"})
  void everyFormatComputesWhatTorchComputes(String name) throws Exception {
    TensorFile golden = TorchNetworks.golden(name);
    Array inputs = golden.find("in0").orElseThrow();
    float[] expected = golden.find("out").orElseThrow().floats();
    List<List<float[]>> samples = TorchNetworks.samples(inputs);
    for (String ending : ENDINGS) {
      Graph graph = TorchNetworks.read(TorchNetworks.file(name + ending), inputs);
      assertThat(error(graph, samples, expected)).as(name + ending).isLessThan(1e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pictures", "steps", "control"})
  void everyFormatGivesTheSameIntegers(String name) throws Exception {
    Array inputs = TorchNetworks.golden(name).find("in0").orElseThrow();
    List<List<float[]>> samples = TorchNetworks.samples(inputs);
    Graph first = null;
    for (String ending : ENDINGS) {
      if (name.equals("steps") && ending.equals(".pte")) {
        // ExecuTorch pools sequences as pictures: the same numbers by other windows.
        continue;
      }
      Graph graph = TorchNetworks.read(TorchNetworks.file(name + ending), inputs);
      Quantised quantised =
          Quantizer.quantise(graph, new CalibrationSamples(samples), QuantizerOptions.defaults());
      if (first == null) {
        first = quantised.integer();
        accurate(graph, first, samples);
        Trial.twinAndC(name, first);
      } else {
        same(first, quantised.integer(), name + ending);
      }
    }
  }

  /** Names of inputs are the files' own; they are not in the firmware of a network with one. */
  private static void same(Graph expected, Graph actual, String file) {
    assertThat(actual.nodes()).as(file).hasSameSizeAs(expected.nodes());
    for (int i = 0; i < expected.nodes().size(); i++) {
      assertThat(actual.nodes().get(i).name()).as(file).isEqualTo(expected.nodes().get(i).name());
      assertThat(actual.nodes().get(i).operator())
          .as(file)
          .isEqualTo(expected.nodes().get(i).operator());
      assertThat(actual.nodes().get(i).arithmetic())
          .as(file)
          .isEqualTo(expected.nodes().get(i).arithmetic());
      for (int j = 1; j < expected.nodes().get(i).inputs().size(); j++) {
        assertThat(actual.in(actual.nodes().get(i), j))
            .as(file)
            .isEqualTo(expected.in(expected.nodes().get(i), j));
      }
    }
  }

  static double error(Graph graph, List<List<float[]>> samples, float[] expected) {
    FloatEvaluator reals = new FloatEvaluator(graph);
    double magnitude = 0;
    for (float value : expected) {
      magnitude = Math.max(magnitude, Math.abs(value));
    }
    double largest = 0;
    int size = expected.length / samples.size();
    for (int sample = 0; sample < samples.size(); sample++) {
      float[] got = reals.evaluate(samples.get(sample)).get(graph.outputs().get(0));
      assertThat(got).hasSize(size);
      for (int i = 0; i < size; i++) {
        largest = Math.max(largest, Math.abs(got[i] - expected[sample * size + i]));
      }
    }
    return largest / magnitude;
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
}
