package dev.thimble.importer.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Networks of reals with variables, memories and casts: call by call the numbers of TensorFlow
 * Lite, near them when quantised (the next integer where reals are cut off), and the same integers
 * in the twin and in C.
 */
class TinyRealsTest {
  /** Of the largest output. */
  private static final double MOST = 0.04;

  @TestFactory
  Stream<DynamicTest> networks() throws IOException {
    return TinyVectors.of("reals.csv").tests(TinyReals.all(), TinyRealsTest::check);
  }

  private static void check(byte[] model, String... parts) throws Problem {
    Graph graph = graph(model);
    List<List<float[]>> calls = calls(graph, parts);
    float[] expected = reals(parts[parts.length - 1]);
    Quantised quantised =
        Quantizer.quantise(
            graph, new CalibrationSamples(calls, calls.size()), QuantizerOptions.defaults());
    FloatEvaluator reals = new FloatEvaluator(graph);
    IntegerEvaluator integers = new IntegerEvaluator(quantised.integer());
    String output = graph.outputs().get(0);
    Optional<Quantization> scale = quantised.integer().value(output).quantization();
    Quantization meaning = scale.orElse(Quantization.perTensor(1, 0));
    double largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    int size = expected.length / calls.size();
    for (int call = 0; call < calls.size(); call++) {
      float[] real = reals.evaluate(calls.get(call)).get(output);
      float[] bytes = integers.evaluate(calls.get(call)).get(output);
      for (int i = 0; i < size; i++) {
        float wanted = expected[call * size + i];
        assertThat(real[i]).as("call " + call).isCloseTo(wanted, within(1e-5f * (float) largest));
        double ours = (bytes[i] - meaning.zeroPoint()) * meaning.scale();
        assertThat(ours)
            .as("call " + call)
            .isCloseTo(wanted, within(scale.isPresent() ? MOST * largest : 1));
      }
    }
    Trial.twinAndC(parts[0], quantised.integer());
  }

  /** TensorFlow Lite rounds the inputs of such a layer, too; here bytes are what they stand for. */
  @Test
  void weightsOfBytesAreReals() throws Problem {
    FloatEvaluator bytes = new FloatEvaluator(graph(TinyReals.hybrid(true)));
    Graph same = graph(TinyReals.hybrid(false));
    FloatEvaluator reals = new FloatEvaluator(same);
    String output = same.outputs().get(0);
    for (int call = 0; call < 6; call++) {
      List<float[]> input = List.of(new float[] {call, 1, -2, 0.5f, 3, -call});
      assertThat(bytes.evaluate(input).get(output)).isEqualTo(reals.evaluate(input).get(output));
    }
  }

  private static Graph graph(byte[] model) throws Problem {
    return new TfLiteImporter().read(new ModelFile("tiny.tflite", model));
  }

  private static List<List<float[]>> calls(Graph graph, String... parts) {
    List<List<float[]>> calls = new ArrayList<>();
    for (int i = 0; i < graph.inputs().size(); i++) {
      float[] all = reals(parts[1 + i]);
      int size = graph.value(graph.inputs().get(i)).shape().size();
      for (int call = 0; call < all.length / size; call++) {
        if (calls.size() <= call) {
          calls.add(new ArrayList<>());
        }
        calls.get(call).add(Arrays.copyOfRange(all, call * size, (call + 1) * size));
      }
    }
    return calls;
  }

  private static float[] reals(String text) {
    String[] numbers = text.split(" ");
    float[] values = new float[numbers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(numbers[i]);
    }
    return values;
  }

  @Test
  void eachModelHasItsVectors() throws IOException {
    assertThat(TinyVectors.of("reals.csv").names())
        .containsExactlyInAnyOrderElementsOf(TinyReals.all().keySet());
  }
}
