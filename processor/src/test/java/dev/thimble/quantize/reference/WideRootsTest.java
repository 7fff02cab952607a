package dev.thimble.quantize.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import dev.thimble.kernel.Interpreter;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.lower.Lower;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Roots of every int16, by integers, are those of single precision. */
class WideRootsTest {
  private static final int COUNT = 1 << 16;

  @ParameterizedTest
  @CsvSource({
    "0.001, 0.001",
    "0.0003, 0.0011",
    "1, 1",
    "1, 0.006",
    "1e-6, 1e-7",
    "0.25, 20",
    "2e-9, 1",
    "3e8, 1e-4"
  })
  void everyInput(float in, float out) throws Problem {
    Graph graph =
        new Graph.Builder()
            .value(words("x", in))
            .value(words("y", out))
            .node(Node.of("y", Unary.of(Unary.Kind.SQRT), "x"))
            .input("x")
            .output("y")
            .build();
    Program program = Lower.program(ReferenceArithmetic.apply(graph, Profile.TFLM));
    Interpreter interpreter = new Interpreter(program);
    long[] x = new long[COUNT];
    long[] expected = new long[COUNT];
    WideRoots roots = new WideRoots(in, out);
    for (int i = 0; i < COUNT; i++) {
      x[i] = i + Short.MIN_VALUE;
      expected[i] = roots.root((int) x[i]);
    }
    interpreter.run(List.of(x));
    assertThat(interpreter.read(program.outputs().get(0))).isEqualTo(expected);
  }

  private static Value words(String name, double scale) {
    return Value.quantized(
        name, ElementType.INT16, Shape.of(COUNT), Quantization.perTensor(scale, 0));
  }
}
