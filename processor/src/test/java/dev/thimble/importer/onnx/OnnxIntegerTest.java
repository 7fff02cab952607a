package dev.thimble.importer.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import dev.thimble.importer.Array;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.data.Trial;
import dev.thimble.kernel.Interpreter;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.lower.Lower;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Models that ONNX Runtime quantised, against what it computes of them. QOperator is met to the
 * bit, in these models. Of QDQ some outputs are steps away; why was not isolated: parts computed in
 * reals, saturating kernels of this host and our multipliers of 16 bits in sums may all do it.
 */
class OnnxIntegerTest {
  @ParameterizedTest
  @CsvSource({"tiny_qdq, 1", "tiny_qoperator, 0", "residual_qdq, 3", "residual_qoperator, 0"})
  void keepsTheIntegersOfTheFile(String name, int steps) throws Exception {
    Graph graph = new OnnxImporter().read(OnnxFiles.file(name + ".onnx"));
    assertThat(graph.values().values())
        .filteredOn(value -> !value.isConstant())
        .allMatch(value -> value.element() == ElementType.INT8);
    TensorFile golden = OnnxFiles.golden(name);
    Program program = Lower.program(graph);
    Interpreter interpreter = new Interpreter(program);
    List<List<float[]>> samples = OnnxFiles.samples(graph, golden);
    Value input = graph.value(graph.inputs().get(0));
    Value output = graph.value(graph.outputs().get(0));
    Array all = golden.find("out0").orElseThrow();
    int different = 0;
    int count = 0;
    for (int sample = 0; sample < samples.size(); sample++) {
      interpreter.run(List.of(integers(input, samples.get(sample).get(0))));
      long[] got = interpreter.read(program.outputs().get(0));
      long[] expected = integers(output, OnnxFiles.sample(all, sample, shape(all)));
      for (int i = 0; i < got.length; i++, count++) {
        assertThat(Math.abs(got[i] - expected[i])).isLessThanOrEqualTo(steps);
        different += got[i] == expected[i] ? 0 : 1;
      }
    }
    System.out.printf("%s: %d of %d integers differ%n", name, different, count);
    Trial.twinAndC(name, graph);
  }

  private static Shape shape(Array all) {
    return new Shape(all.extents().subList(1, all.extents().size()));
  }

  private static long[] integers(Value value, float[] reals) {
    long[] integers = new long[reals.length];
    for (int i = 0; i < integers.length; i++) {
      double scaled = Math.rint(reals[i] / value.quantized().scale());
      double shifted = scaled + value.quantized().zeroPoint();
      integers[i] = (long) Math.max(-128, Math.min(127, shifted));
    }
    return integers;
  }
}
