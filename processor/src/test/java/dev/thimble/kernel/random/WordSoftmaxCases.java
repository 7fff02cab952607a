package dev.thimble.kernel.random;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Softmax;
import dev.thimble.graph.Value;
import dev.thimble.kernel.Interpreter;
import dev.thimble.quantize.reference.SoftmaxRule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Softmax of words alone. */
public final class WordSoftmaxCases {
  private final int rows;
  private final int classes;
  private final TestModel model;

  /** Softmax over so many rows of logits of that scale. */
  public WordSoftmaxCases(int rows, int classes, double scale) throws Problem {
    this.rows = rows;
    this.classes = classes;
    Shape shape = Shape.of(rows, classes);
    Value x =
        Value.quantized("x", ElementType.INT16, shape, Quantization.perTensor((float) scale, 0));
    Value y =
        Value.quantized("y", ElementType.INT16, shape, Quantization.perTensor(1.0f / 32768, 0));
    Node node =
        new Node(
            "y",
            "y",
            new Softmax(1),
            List.of("x"),
            List.of("y"),
            Optional.of(SoftmaxRule.lookup("y", scale, 1)));
    model =
        TestModel.of(
            new Graph.Builder().value(x).value(y).node(node).input("x").output("y").build());
  }

  /** The model. */
  public TestModel model() {
    return model;
  }

  /** What the interpreter gives. */
  public byte[] expected(byte[] input) {
    long[] values = new long[rows * classes];
    ByteBuffer words = ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.setAll(values, i -> words.getShort(2 * i));
    Interpreter interpreter = new Interpreter(model.program());
    interpreter.run(List.of(values));
    long[] result = interpreter.read(model.program().outputs().get(0));
    return bytes(Arrays.stream(result).mapToInt(v -> (int) v).toArray());
  }

  private static byte[] bytes(int[] values) {
    ByteBuffer words = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.stream(values).forEach(v -> words.putShort((short) v));
    return words.array();
  }

  /** All alike, one far from the others, random ones near each other and far. */
  public List<byte[]> inputs() {
    Random random = new Random(7);
    List<byte[]> inputs = new ArrayList<>();
    for (int spread : new int[] {1, 2, 50, 700, 5000, 30_000, 65_536, 65_536}) {
      for (int top : new int[] {Short.MAX_VALUE, Math.max(-3000, spread - Short.MAX_VALUE - 2)}) {
        int[] input = new int[rows * classes];
        Arrays.setAll(input, i -> top - random.nextInt(spread));
        inputs.add(bytes(input));
      }
    }
    int[] apart = new int[rows * classes];
    Arrays.fill(apart, Short.MIN_VALUE);
    inputs.add(bytes(apart));
    apart[apart.length - 1] = Short.MAX_VALUE;
    inputs.add(bytes(apart));
    return inputs;
  }
}
