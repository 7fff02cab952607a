package dev.thimble.importer.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.importer.ModelFile;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Interpreter;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.lower.Lower;
import dev.thimble.quantize.reference.GraphEvaluator;
import dev.thimble.quantize.reference.Profile;
import dev.thimble.quantize.reference.ReferenceArithmetic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Single operators as TensorFlow Lite for Microcontrollers computes them, every bit. */
class TinyOperatorsTest {
  /** Each line is a name, the inputs of some calls and outputs of each, at least the first. */
  @TestFactory
  Stream<DynamicTest> operators() throws IOException {
    return TinyVectors.of("operators.csv").tests(TinyOperators.all(), TinyOperatorsTest::check);
  }

  private static void check(byte[] model, String... parts) throws Problem {
    Graph graph = new TfLiteImporter().read(new ModelFile("tiny.tflite", model));
    Graph integers = ReferenceArithmetic.apply(graph, Profile.TFLM);
    Program program = Lower.program(integers);
    Interpreter interpreter = new Interpreter(program);
    GraphEvaluator evaluator = new GraphEvaluator(integers);
    int count = program.inputs().size();
    List<long[]> fields =
        Arrays.stream(parts, 1, parts.length).map(TinyOperatorsTest::integers).toList();
    int calls = fields.get(0).length / program.inputs().get(0).length();
    for (int call = 0; call < calls; call++) {
      List<long[]> inputs = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        inputs.add(chunk(fields.get(i), program.inputs().get(i).length(), call));
      }
      interpreter.run(inputs);
      long[] first = evaluator.run(inputs);
      for (int i = count; i < fields.size(); i++) {
        Buffer output = program.outputs().get(i - count);
        long[] expected = chunk(fields.get(i), output.length(), call);
        assertThat(interpreter.read(output)).isEqualTo(expected);
        if (i == count) {
          assertThat(first).isEqualTo(expected);
        }
      }
    }
  }

  private static long[] chunk(long[] all, int size, int index) {
    return Arrays.copyOfRange(all, index * size, (index + 1) * size);
  }

  private static long[] integers(String text) {
    return Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
  }

  @Test
  void eachModelHasItsVectors() throws IOException {
    assertThat(TinyVectors.of("operators.csv").names().distinct())
        .containsExactlyInAnyOrderElementsOf(TinyOperators.all().keySet());
  }
}
