package dev.thimble.importer.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Quantization;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.data.Trial;
import dev.thimble.quantize.CalibrationSamples;
import dev.thimble.quantize.FloatEvaluator;
import dev.thimble.quantize.IntegerEvaluator;
import dev.thimble.quantize.Quantised;
import dev.thimble.quantize.Quantizer;
import dev.thimble.quantize.QuantizerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Operators of reals that move, choose and multiply tensors, quantised here: near the reals, and
 * the same in the twin and in C.
 */
class TfLiteRealTensorsTest {
  private static final int[] PICTURE = {1, 3, 4, 2};

  /** The largest error that is allowed, against the largest output. */
  @ParameterizedTest
  @CsvSource({"matrices, 0.03", "bilinear, 0.02", "lengths, 0.03", "larger, 0.02"})
  void stayNearTheReals(String name, double most) throws Problem {
    Graph graph = new TfLiteImporter().read(new ModelFile(name + ".tflite", model(name)));
    CalibrationSamples samples = samples(graph);
    Quantised quantised = Quantizer.quantise(graph, samples, QuantizerOptions.defaults());
    FloatEvaluator reals = new FloatEvaluator(graph);
    IntegerEvaluator integers = new IntegerEvaluator(quantised.integer());
    String output = graph.outputs().get(0);
    Quantization meaning = quantised.integer().value(output).quantized();
    double largest = 0;
    double error = 0;
    for (List<float[]> sample : samples.samples()) {
      float[] wanted = reals.evaluate(sample).get(output);
      float[] got = integers.evaluate(sample).get(output);
      for (int i = 0; i < wanted.length; i++) {
        largest = Math.max(largest, Math.abs(wanted[i]));
        double real = meaning.scale() * (got[i] - meaning.zeroPoint());
        error = Math.max(error, Math.abs(wanted[i] - real));
      }
    }
    assertThat(error / largest).isPositive().isLessThan(most);
    Trial.twinAndC(name, quantised.integer());
  }

  private static CalibrationSamples samples(Graph graph) {
    Random random = new Random(11);
    List<List<float[]>> samples = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      List<float[]> sample = new ArrayList<>();
      for (String input : graph.inputs()) {
        float[] values = new float[graph.value(input).shape().size()];
        for (int j = 0; j < values.length; j++) {
          values[j] = (float) random.nextGaussian();
        }
        sample.add(values);
      }
      samples.add(sample);
    }
    return new CalibrationSamples(samples);
  }

  private static byte[] model(String name) {
    ModelWriter w = new ModelWriter();
    switch (name) {
      case "matrices" -> {
        int a = real(w, 2, 3, 4);
        int b = real(w, 2, 5, 4);
        int y = real(w, 2, 3, 5);
        return w.operator(126, 101, o -> o.addBoolean(1, true, false), new int[] {a, b}, y)
            .subgraph(new int[] {a, b}, y)
            .write();
      }
      case "bilinear" -> {
        int x = real(w, PICTURE);
        int size = w.integers(new int[] {2}, 5, 7);
        int y = real(w, 1, 5, 7, 2);
        return w.operator(23, 15, o -> o.addBoolean(3, true, false), new int[] {x, size}, y)
            .subgraph(new int[] {x}, y)
            .write();
      }
      case "lengths" -> {
        // Long rows: short ones may be so near to 0 that eight bits do not say their direction.
        int x = real(w, 1, 3, 16);
        int y = real(w, 1, 3, 16);
        return w.operator(11, new int[] {x}, y).subgraph(new int[] {x}, y).write();
      }
      default -> {
        int a = real(w, PICTURE);
        int b = real(w, PICTURE);
        int c = w.tensor(TensorType.BOOL, PICTURE, ModelWriter.none());
        int y = real(w, PICTURE);
        return w.operator(61, new int[] {a, b}, c)
            .operator(123, new int[] {c, a, b}, y)
            .subgraph(new int[] {a, b}, y)
            .write();
      }
    }
  }

  private static int real(ModelWriter writer, int... shape) {
    return writer.tensor(TensorType.FLOAT32, shape, ModelWriter.none());
  }
}
