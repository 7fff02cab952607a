package dev.thimble.backend.avr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.backend.Chip;
import dev.thimble.graph.Arithmetic.SoftmaxTables;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Softmax;
import dev.thimble.graph.Value;
import dev.thimble.kernel.Interpreter;
import dev.thimble.kernel.random.Chips;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.plan.Plan;
import dev.thimble.quantize.ReferenceSoftmax;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Firmware;
import dev.thimble.testing.Run;
import dev.thimble.testing.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Softmax in assembly: the interpreter's bits, also at corrections, in as many cycles always. */
final class SoftmaxClaimTest {
  private final AvrBackend backend = new AvrBackend();
  private final Chip chip = Chips.of(backend, "atmega328p");

  @ParameterizedTest
  @CsvSource({
    "1, 2, 0.07, 600",
    "3, 5, 0.47, 3100",
    "1, 10, 0.1147, 2200",
    "2, 15, 0.05, 7000",
    "1, 40, 0.09, 12000"
  })
  void givesTheBits(int rows, int classes, double scale, long most) {
    SoftmaxTables tables = ReferenceSoftmax.tables(scale, 1, classes);
    TestModel model = TestModel.of(graph(rows, classes, scale, tables));
    Plan plan = model.plan(backend, chip);
    assertThat(plan.exact()).isTrue();
    assertThat(plan.leastCycles()).isEqualTo(plan.cycles());
    assertThat(plan.costs().get(0).cycles()).isLessThan(most);
    Target target = model.target(plan, false);
    assumeTrue(target.availability().isAvailable(), target.availability().reason());
    List<byte[]> inputs = inputs(rows, classes, tables);
    try (Firmware firmware = target.build(BuildOptions.DEFAULT)) {
      Run run = firmware.run(inputs);
      for (int i = 0; i < inputs.size(); i++) {
        assertThat(run.outputs().get(i))
            .as("input %d", i)
            .isEqualTo(expected(model, inputs.get(i)));
      }
      assertThat(List.of(run.total().min(), run.total().max()))
          .isEqualTo(List.of(plan.cycles(), plan.cycles()));
    }
  }

  private static Graph graph(int rows, int classes, double scale, SoftmaxTables tables) {
    Shape shape = Shape.of(rows, classes);
    Value x =
        Value.quantized("x", ElementType.INT8, shape, Quantization.perTensor((float) scale, 0));
    Value y =
        Value.quantized("y", ElementType.INT8, shape, Quantization.perTensor(1.0f / 256, -128));
    Node node = new Node("y", "y", new Softmax(1), List.of("x"), List.of("y"), Optional.of(tables));
    return new Graph.Builder().value(x).value(y).node(node).input("x").output("y").build();
  }

  private static byte[] expected(TestModel model, byte[] input) {
    long[] values = new long[input.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = input[i];
    }
    Interpreter interpreter = new Interpreter(model.program());
    interpreter.run(List.of(values));
    long[] result = interpreter.read(model.program().outputs().get(0));
    byte[] bytes = new byte[result.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) result[i];
    }
    return bytes;
  }

  /** Extremes, random ones near each other and far, and what meets a correction. */
  private static List<byte[]> inputs(int rows, int classes, SoftmaxTables tables) {
    Random random = new Random(5);
    List<byte[]> inputs = new ArrayList<>();
    for (int spread : new int[] {1, 2, 20, 100, 256, 256}) {
      byte[] input = new byte[rows * classes];
      for (int i = 0; i < input.length; i++) {
        input[i] = (byte) (127 - random.nextInt(spread));
      }
      inputs.add(input);
    }
    byte[] apart = new byte[rows * classes];
    Arrays.fill(apart, Byte.MIN_VALUE);
    apart[apart.length - 1] = Byte.MAX_VALUE;
    inputs.add(apart);
    for (SoftmaxTables.Correction correction : tables.corrections()) {
      meeting(rows, classes, tables, correction).ifPresent(inputs::add);
    }
    return inputs;
  }

  /** Values whose sum is the correction's, found greedily. */
  private static Optional<byte[]> meeting(
      int rows, int classes, SoftmaxTables tables, SoftmaxTables.Correction correction) {
    byte[] input = new byte[rows * classes];
    Arrays.fill(input, Byte.MIN_VALUE);
    input[0] = Byte.MAX_VALUE;
    input[1] = (byte) (Byte.MAX_VALUE - correction.difference());
    long rest =
        correction.highSum()
            - tables.addends().get(0)
            - tables.addends().get(correction.difference());
    for (int i = 2; i < classes; i++) {
      int d = 0;
      while (d < 255 && addend(tables, d) > rest) {
        d++;
      }
      rest -= addend(tables, d);
      input[i] = (byte) (Byte.MAX_VALUE - d);
    }
    boolean met = rest >= 0 && rest <= correction.highSum() - correction.lowSum();
    return met ? Optional.of(input) : Optional.empty();
  }

  private static long addend(SoftmaxTables tables, int d) {
    return d < tables.addends().size() ? tables.addends().get(d) : 0;
  }
}
