package dev.thimble.kernel.random;

import dev.thimble.graph.Arithmetic.SoftmaxTables;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Softmax;
import dev.thimble.graph.Value;
import dev.thimble.kernel.Interpreter;
import dev.thimble.quantize.ReferenceSoftmax;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Softmax alone, with inputs that meet its corrections. */
public final class SoftmaxCases {
  private final int rows;
  private final int classes;
  private final double scale;
  private final SoftmaxTables tables;
  private final TestModel model;

  /** Softmax over so many rows. */
  public SoftmaxCases(int rows, int classes, double scale) {
    this.rows = rows;
    this.classes = classes;
    this.scale = scale;
    tables = ReferenceSoftmax.tables(scale, 1, classes);
    model = TestModel.of(graph());
  }

  /** The model. */
  public TestModel model() {
    return model;
  }

  private Graph graph() {
    Shape shape = Shape.of(rows, classes);
    Value x =
        Value.quantized("x", ElementType.INT8, shape, Quantization.perTensor((float) scale, 0));
    Value y =
        Value.quantized("y", ElementType.INT8, shape, Quantization.perTensor(1.0f / 256, -128));
    Node node = new Node("y", "y", new Softmax(1), List.of("x"), List.of("y"), Optional.of(tables));
    return new Graph.Builder().value(x).value(y).node(node).input("x").output("y").build();
  }

  /** What the interpreter gives. */
  public byte[] expected(byte[] input) {
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
  public List<byte[]> inputs() {
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
      meeting(correction).ifPresent(inputs::add);
    }
    return inputs;
  }

  /** Values whose sum is the correction's, found greedily. */
  private Optional<byte[]> meeting(SoftmaxTables.Correction correction) {
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
      while (d < 255 && addend(d) > rest) {
        d++;
      }
      rest -= addend(d);
      input[i] = (byte) (Byte.MAX_VALUE - d);
    }
    boolean met = rest >= 0 && rest <= correction.highSum() - correction.lowSum();
    return met ? Optional.of(input) : Optional.empty();
  }

  private long addend(int d) {
    return d < tables.addends().size() ? tables.addends().get(d) : 0;
  }
}
