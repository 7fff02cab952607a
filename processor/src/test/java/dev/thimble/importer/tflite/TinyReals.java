package dev.thimble.importer.tflite;

import dev.thimble.importer.tflite.ModelWriter.Scale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Small networks of reals that remember, cast, and choose. {@link #main} writes them for {@code
 * src/test/python/operators.py}; {@code reals.csv} keeps what the references make of them.
 */
final class TinyReals {
  private static final int STREAM = 4;

  private final Map<String, byte[]> models = new TreeMap<>();
  private final Random random = new Random(27);

  private TinyReals() {}

  /** All models by name. */
  static Map<String, byte[]> all() {
    TinyReals tiny = new TinyReals();
    tiny.svdf("svdf", 1, 5, 0, false);
    tiny.svdf("svdf_rank", 2, 3, 1, false);
    tiny.svdf("svdf_short", 1, 1, 3, false);
    tiny.ring("ring", false);
    tiny.ring("ring_initial", true);
    tiny.delay();
    tiny.counter();
    tiny.mask();
    tiny.pixels();
    tiny.indicator();
    tiny.whole("cast_whole", TensorType.INT32);
    tiny.whole("cast_whole_byte", TensorType.UINT8);
    return tiny.models;
  }

  /** An SVDF whose weights are bytes, or the reals that these stand for. */
  static byte[] hybrid(boolean bytes) {
    TinyReals tiny = new TinyReals();
    tiny.svdf("hybrid", 2, 4, 1, bytes);
    return tiny.models.get("hybrid");
  }

  /** Writes each model to a file in the folder that is given. */
  public static void main(String[] args) throws IOException {
    for (Map.Entry<String, byte[]> model : all().entrySet()) {
      Files.write(Path.of(args[0], model.getKey() + ".tflite"), model.getValue());
    }
  }

  private float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (random.nextInt(129) - 64) / 64f;
    }
    return numbers;
  }

  private int weights(ModelWriter w, boolean bytes, int... shape) {
    float[] numbers = numbers(shape[0] * shape[1]);
    if (!bytes) {
      return w.reals(shape, numbers);
    }
    byte[] data = new byte[numbers.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) (numbers[i] * 64);
    }
    return w.tensor(TensorType.INT8, shape, Scale.of(1 / 64.0, 0), data);
  }

  private void svdf(String name, int rank, int memory, int activation, boolean hybrid) {
    int filters = 4;
    ModelWriter w = new ModelWriter();
    int x = real(w, 1, 6);
    int feature = weights(w, hybrid, filters, 6);
    int time = weights(w, false, filters, memory);
    int bias = w.reals(new int[] {filters / rank}, numbers(filters / rank));
    int state = w.variable(TensorType.FLOAT32, new int[] {1, filters * memory}, ModelWriter.none());
    int y = real(w, 1, filters / rank);
    models.put(
        name,
        w.operator(
                27,
                6,
                o -> {
                  o.addInt(0, rank, 0);
                  o.addByte(1, (byte) activation, 0);
                },
                new int[] {x, feature, time, bias, state},
                y)
            .subgraph(new int[] {x}, y)
            .write());
  }

  /** The last three frames in a variable, and a dense layer over them. */
  private void ring(String name, boolean initial) {
    ModelWriter w = new ModelWriter();
    int x = real(w, 1, 1, STREAM);
    int handle = w.tensor(TensorType.RESOURCE, new int[] {}, ModelWriter.none());
    int old = real(w, 1, 2, STREAM);
    int all = real(w, 1, 3, STREAM);
    int begin = w.integers(new int[] {3}, 0, 1, 0);
    int end = w.integers(new int[] {3}, 1, 3, STREAM);
    int step = w.integers(new int[] {3}, 1, 1, 1);
    int next = real(w, 1, 2, STREAM);
    int row = real(w, 1, 3 * STREAM);
    int shape = w.integers(new int[] {2}, 1, 3 * STREAM);
    int dense = weights(w, false, 5, 3 * STREAM);
    int bias = w.reals(new int[] {5}, numbers(5));
    int y = real(w, 1, 5);
    if (initial) {
      w.operator(129, 103, o -> o.addInt(0, 1, 0), new int[] {});
    }
    w.operator(142, 111, o -> {}, new int[] {}, handle)
        .operator(143, new int[] {handle}, old)
        .operator(2, 10, o -> o.addInt(0, 1, 0), new int[] {old, x}, all)
        .operator(45, new int[] {all, begin, end, step}, next)
        .operator(144, new int[] {handle, next})
        .operator(22, new int[] {all, shape}, row)
        .operator(9, 8, o -> o.addByte(0, (byte) 1, 0), new int[] {row, dense, bias}, y)
        .subgraph(new int[] {x}, y);
    if (initial) {
      int again = w.tensor(TensorType.RESOURCE, new int[] {}, ModelWriter.none());
      int first = w.reals(new int[] {1, 2, STREAM}, numbers(2 * STREAM));
      w.operator(142, 111, o -> {}, new int[] {}, again)
          .operator(144, new int[] {again, first})
          .subgraph(new int[] {});
    }
    models.put(name, w.write());
  }

  /** What came in is given back, scaled, in the next call. */
  private void delay() {
    ModelWriter w = new ModelWriter();
    int x = real(w, 1, STREAM);
    int handle = w.tensor(TensorType.RESOURCE, new int[] {}, ModelWriter.none());
    int old = real(w, 1, STREAM);
    int y = real(w, 1, STREAM);
    models.put(
        "delay",
        w.operator(142, 111, o -> {}, new int[] {}, handle)
            .operator(143, new int[] {handle}, old)
            .operator(41, 28, o -> {}, new int[] {x, old}, y)
            .operator(144, new int[] {handle, x})
            .subgraph(new int[] {x}, y)
            .write());
  }

  /** A leaky sum: half of it stays, so that it depends on all calls before. */
  private void counter() {
    ModelWriter w = new ModelWriter();
    int x = real(w, 1, STREAM);
    int half = w.reals(new int[] {1}, 0.5f);
    int handle = w.tensor(TensorType.RESOURCE, new int[] {}, ModelWriter.none());
    int old = real(w, 1, STREAM);
    int less = real(w, 1, STREAM);
    int y = real(w, 1, STREAM);
    models.put(
        "leaky_sum",
        w.operator(142, 111, o -> {}, new int[] {}, handle)
            .operator(143, new int[] {handle}, old)
            .operator(18, 21, o -> {}, new int[] {old, half}, less)
            .operator(0, 11, o -> {}, new int[] {less, x}, y)
            .operator(144, new int[] {handle, y})
            .subgraph(new int[] {x}, y)
            .write());
  }

  /** Products with truth values that were cast. */
  private void mask() {
    ModelWriter w = new ModelWriter();
    int a = real(w, 1, 16);
    int b = real(w, 1, 16);
    int larger = w.tensor(TensorType.BOOL, new int[] {1, 16}, ModelWriter.none());
    int mask = real(w, 1, 16);
    int y = real(w, 1, 16);
    models.put(
        "cast_mask",
        w.operator(61, 44, o -> {}, new int[] {a, b}, larger)
            .operator(53, new int[] {larger}, mask)
            .operator(18, 21, o -> {}, new int[] {a, mask}, y)
            .subgraph(new int[] {a, b}, y)
            .write());
  }

  /** Unsigned bytes that become reals between 0 and 1, then a layer. */
  private void pixels() {
    ModelWriter w = new ModelWriter();
    int x = w.tensor(TensorType.UINT8, new int[] {1, 12}, ModelWriter.none());
    int reals = real(w, 1, 12);
    int scale = w.reals(new int[] {1}, 1 / 255f);
    int share = real(w, 1, 12);
    int dense = weights(w, false, 3, 12);
    int y = real(w, 1, 3);
    models.put(
        "cast_pixels",
        w.operator(53, new int[] {x}, reals)
            .operator(18, 21, o -> {}, new int[] {reals, scale}, share)
            .operator(9, 8, o -> {}, new int[] {share, dense}, y)
            .subgraph(new int[] {x}, y)
            .write());
  }

  /** Which numbers are not 0, as reals, beside a layer of them. */
  private void indicator() {
    ModelWriter w = new ModelWriter();
    int x = real(w, 1, 16);
    int clipped = real(w, 1, 16);
    int truth = w.tensor(TensorType.BOOL, new int[] {1, 16}, ModelWriter.none());
    int reals = real(w, 1, 16);
    int dense = weights(w, false, 3, 16);
    int y = real(w, 1, 3);
    models.put(
        "cast_truth",
        w.operator(19, new int[] {x}, clipped)
            .operator(53, new int[] {clipped}, truth)
            .operator(53, new int[] {truth}, reals)
            .operator(9, 8, o -> {}, new int[] {reals, dense}, y)
            .subgraph(new int[] {x}, y)
            .write());
  }

  /** What stands before the point of a layer's results, put in another order. */
  private void whole(String name, TensorType type) {
    ModelWriter w = new ModelWriter();
    int x = real(w, 1, 16);
    int dense = weights(w, false, 6, 16);
    int sums = real(w, 1, 6);
    int whole = w.tensor(type, new int[] {1, 6}, ModelWriter.none());
    int rows = w.tensor(type, new int[] {2, 3}, ModelWriter.none());
    int shape = w.integers(new int[] {2}, 2, 3);
    int order = w.integers(new int[] {2}, 1, 0);
    int y = w.tensor(type, new int[] {3, 2}, ModelWriter.none());
    models.put(
        name,
        w.operator(9, 8, o -> {}, new int[] {x, dense}, sums)
            .operator(53, new int[] {sums}, whole)
            .operator(22, new int[] {whole, shape}, rows)
            .operator(39, new int[] {rows, order}, y)
            .subgraph(new int[] {x}, y)
            .write());
  }

  private static int real(ModelWriter writer, int... shape) {
    return writer.tensor(TensorType.FLOAT32, shape, ModelWriter.none());
  }
}
