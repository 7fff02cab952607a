package dev.thimble.importer.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Value;
import dev.thimble.graph.passes.IntegerPasses;
import dev.thimble.importer.Array;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.data.Shared;
import dev.thimble.quantize.reference.GraphEvaluator;
import dev.thimble.quantize.reference.Profile;
import dev.thimble.quantize.reference.ReferenceArithmetic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The integer rules on golden vectors of TensorFlow Lite for Microcontrollers, every bit. */
class TfLiteGoldenTest {
  private static final List<String> WITHOUT_VARIABLE_STATE = List.of("tflm_mnist_lstm_int8");

  @TestFactory
  Stream<DynamicTest> models() throws IOException {
    return Shared.files("models/tflite", ".tflite").stream()
        .filter(f -> !f.toString().contains("float") && !f.toString().contains("preprocessor"))
        .filter(f -> Files.exists(golden(f)))
        .filter(f -> integers(f))
        .map(f -> DynamicTest.dynamicTest(Shared.name(f), () -> check(f)));
  }

  private static boolean integers(Path file) {
    try {
      Graph graph = new TfLiteImporter().read(Shared.file(file));
      return graph.value(graph.inputs().get(0)).element().isInteger();
    } catch (IOException | Problem e) {
      return true;
    }
  }

  private static Path golden(Path model) {
    return Shared.folder().resolve("golden/tflite").resolve(Shared.name(model) + ".npz");
  }

  private static void check(Path file) throws IOException, Problem {
    TensorFile golden = Shared.arrays(golden(file));
    Graph graph = new TfLiteImporter().read(Shared.file(file));
    boolean tflm = golden.find("out0_tflm").isPresent();
    Graph read = ReferenceArithmetic.apply(graph, tflm ? Profile.TFLM : Profile.LITERT);
    assertThat(outputs(file, golden, read)).isEqualTo(expected(golden));
    Graph rewritten = new IntegerPasses(Set.of()).apply(read);
    if (!rewritten.equals(read)) {
      assertThat(outputs(file, golden, rewritten)).isEqualTo(expected(golden));
      System.out.printf(
          "%s rewritten: %,d of %,d nodes and %,d of %,d constants stay%n",
          Shared.name(file),
          rewritten.nodes().size(),
          read.nodes().size(),
          constants(rewritten),
          constants(read));
    }
  }

  private static long constants(Graph graph) {
    return graph.values().values().stream()
        .filter(Value::isConstant)
        .mapToLong(value -> value.shape().elements())
        .sum();
  }

  private static long[] expected(TensorFile golden) throws Problem {
    return integers(golden.find("out0_tflm").or(() -> golden.find("out0_ref")).orElseThrow());
  }

  private static long[] outputs(Path file, TensorFile golden, Graph graph) throws Problem {
    GraphEvaluator evaluator = new GraphEvaluator(graph);
    boolean tflm = golden.find("out0_tflm").isPresent();
    Array expected = golden.find(tflm ? "out0_tflm" : "out0_ref").orElseThrow();
    int samples = expected.extents().get(0);
    long[] all = new long[expected.size()];
    for (int sample = 0; sample < samples; sample++) {
      if (WITHOUT_VARIABLE_STATE.contains(Shared.name(file))) {
        evaluator.reset();
      }
      long[] out = evaluator.run(inputs(golden, graph, sample, samples));
      System.arraycopy(out, 0, all, sample * out.length, out.length);
    }
    return all;
  }

  private static List<long[]> inputs(TensorFile golden, Graph graph, int sample, int samples) {
    List<long[]> inputs = new ArrayList<>();
    for (int i = 0; i < graph.inputs().size(); i++) {
      Array array = golden.find("in" + i).orElseThrow();
      int size = array.size() / samples;
      inputs.add(Arrays.copyOfRange(integers(array), sample * size, (sample + 1) * size));
    }
    return inputs;
  }

  private static long[] integers(Array array) {
    float[] values = array.floats();
    long[] integers = new long[values.length];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = (long) values[i];
    }
    return integers;
  }

  @TestFactory
  Stream<DynamicTest> operators() throws IOException {
    return Shared.files("ops_int16", ".tflite").stream()
        .map(f -> DynamicTest.dynamicTest(Shared.name(f), () -> checkOperator(f)));
  }

  private static void checkOperator(Path file) throws IOException, Problem {
    Graph graph = new TfLiteImporter().read(Shared.file(file));
    GraphEvaluator evaluator = new GraphEvaluator(ReferenceArithmetic.apply(graph, Profile.TFLM));
    List<long[]> inputs = new ArrayList<>();
    for (int i = 0; i < graph.inputs().size(); i++) {
      inputs.add(csv(file, "_input" + i + "_").orElseThrow());
    }
    assertThat(evaluator.run(inputs)).isEqualTo(csv(file, "_golden_").orElseThrow());
  }

  /** Numbers of the file whose name starts like the model's and goes on so. */
  private static Optional<long[]> csv(Path model, String part) throws IOException {
    for (Path file : Shared.files("ops_int16", ".csv")) {
      if (file.getFileName().toString().startsWith(Shared.name(model) + part)) {
        String text = Files.readString(file);
        return Optional.of(
            Stream.of(text.split("[,\\s]+"))
                .filter(t -> !t.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray());
      }
    }
    return Optional.empty();
  }
}
