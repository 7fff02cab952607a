package dev.thimble.importer.tflite;

import dev.thimble.importer.tflite.ModelWriter.Scale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Single layers of int16, with weights of four bits, and with a memory: see TinyOperators. */
final class TinyLayers {
  private static final ModelWriter.Fields NOTHING = o -> {};

  private final Map<String, byte[]> models = new TreeMap<>();
  private final Random random = new Random(4);

  private TinyLayers() {}

  static Map<String, byte[]> all() {
    TinyLayers tiny = new TinyLayers();
    tiny.functions();
    tiny.pairs();
    tiny.svdf("svdf_int16", TensorType.INT16, 0, 1);
    tiny.svdf("svdf_int16_rank", TensorType.INT16, 0, 2);
    tiny.svdf("svdf_int8", TensorType.INT8, -20, 1);
    tiny.weights();
    return tiny.models;
  }

  private byte[] bytes(int count) {
    byte[] data = new byte[count];
    random.nextBytes(data);
    return data;
  }

  private void functions() {
    one("abs_int16", 101, 0, NOTHING, TensorType.INT16, Scale.of(0.0003, 0), Scale.of(0.0002, 0));
    one("abs_int16_same", 101, 0, NOTHING, TensorType.INT16, Scale.of(0.01, 0), Scale.of(0.01, 0));
    one("relu_int16", 19, 0, NOTHING, TensorType.INT16, Scale.of(0.001, 0), Scale.of(0.0007, 0));
    one("l2", 11, 12, NOTHING, TensorType.INT8, Scale.of(0.05, 3), Scale.of(1.0 / 128, 0));
    one("l2_shifted", 11, 12, NOTHING, TensorType.INT8, Scale.of(1, -128), Scale.of(1.0 / 128, 0));
    for (int code : new int[] {40, 74}) {
      ModelWriter w = new ModelWriter();
      int x = w.tensor(TensorType.INT16, new int[] {1, 3, 4, 5}, Scale.of(0.001, 0));
      int axes = w.integers(new int[] {2}, 1, 2);
      int y = w.tensor(TensorType.INT16, new int[] {1, 5}, Scale.of(code == 40 ? 0.0008 : 0.01, 0));
      models.put(
          code == 40 ? "mean_int16" : "sum_int16",
          w.operator(code, 27, NOTHING, new int[] {x, axes}, y).subgraph(new int[] {x}, y).write());
    }
  }

  private void one(
      String name,
      int code,
      int options,
      ModelWriter.Fields fields,
      TensorType type,
      Scale in,
      Scale out) {
    ModelWriter w = new ModelWriter();
    int x = w.tensor(type, new int[] {8, 5}, in);
    int y = w.tensor(type, new int[] {8, 5}, out);
    models.put(
        name,
        w.operator(code, options, fields, new int[] {x}, y).subgraph(new int[] {x}, y).write());
  }

  private void pairs() {
    // Smaller factors between the scales make the reference shift by more than 31 bits.
    divide("divide", Scale.of(0.05, 3), Scale.of(0.04, -80));
    // Here it does so for zero alone, which becomes one step; -1 would be another such number.
    divide("divide_zero", Scale.of(0.05, -128), Scale.of(0.0907, 10));
    divide("divide_wide", Scale.of(0.05, -7), Scale.of(0.01, 30));
    ModelWriter p = new ModelWriter();
    int x = p.tensor(TensorType.INT16, new int[] {1, 2, 3, 4}, Scale.of(0.0001, 0));
    int alpha =
        p.tensor(
            TensorType.INT8, new int[] {1, 1, 4}, Scale.of(0.01, 0), new byte[] {-90, 40, 3, 127});
    int z = p.tensor(TensorType.INT16, new int[] {1, 2, 3, 4}, Scale.of(0.00011, 0));
    models.put(
        "prelu_int16", p.operator(54, new int[] {x, alpha}, z).subgraph(new int[] {x}, z).write());
    ModelWriter m = new ModelWriter();
    int left = m.tensor(TensorType.INT16, new int[] {2, 3, 4}, Scale.of(0.001, 0));
    int right = m.tensor(TensorType.INT16, new int[] {2, 5, 4}, Scale.of(0.0005, 0));
    int product = m.tensor(TensorType.INT16, new int[] {2, 3, 5}, Scale.of(0.03, 0));
    models.put(
        "matmul_int16",
        m.operator(126, 101, o -> o.addBoolean(1, true, false), new int[] {left, right}, product)
            .subgraph(new int[] {left, right}, product)
            .write());
  }

  private void divide(String name, Scale in, Scale out) {
    ModelWriter w = new ModelWriter();
    int[] shape = {1, 200};
    int a = w.tensor(TensorType.INT8, shape, in);
    int b = w.tensor(TensorType.INT8, shape, Scale.of(0.01, -128));
    int y = w.tensor(TensorType.INT8, shape, out);
    models.put(
        name,
        w.operator(42, 29, NOTHING, new int[] {a, b}, y).subgraph(new int[] {a, b}, y).write());
  }

  private void svdf(String name, TensorType kept, int zero, int rank) {
    int filters = 4;
    int memory = 3;
    ModelWriter w = new ModelWriter();
    int x = w.tensor(TensorType.INT8, new int[] {1, 6}, Scale.of(0.5, 7));
    int feature = w.tensor(TensorType.INT8, new int[] {filters, 6}, Scale.of(0.01, 0), bytes(24));
    int size = kept == TensorType.INT16 ? 2 : 1;
    double fine = kept == TensorType.INT16 ? 0.00002 : 0.01;
    int time =
        w.tensor(
            kept, new int[] {filters, memory}, Scale.of(fine, 0), bytes(filters * memory * size));
    double state = kept == TensorType.INT16 ? 0.02 : 0.5;
    int bias = w.scaledIntegers(new int[] {filters / rank}, state * fine, 3000, -200, 5, 70);
    int s = w.variable(kept, new int[] {1, filters * memory}, Scale.of(state, zero));
    int y = w.tensor(TensorType.INT8, new int[] {1, filters / rank}, Scale.of(0.8, 5));
    models.put(
        name,
        w.operator(27, 6, o -> o.addInt(0, rank, 0), new int[] {x, feature, time, bias, s}, y)
            .subgraph(new int[] {x}, y)
            .write());
  }

  /** Weights of four bits: one scale a channel, as the converter gives them. */
  private void weights() {
    Scale channels = new Scale(new float[] {0.02f, 0.05f, 0.01f}, new long[3], 0);
    ModelWriter f = new ModelWriter();
    int x = f.tensor(TensorType.INT8, new int[] {1, 6}, Scale.of(0.1, 4));
    int w = f.tensor(TensorType.INT4, new int[] {3, 6}, Scale.of(0.03, 0), bytes(9));
    int b = f.scaledIntegers(new int[] {3}, 0.1f * 0.03f, 40, -90, 7);
    int y = f.tensor(TensorType.INT8, new int[] {1, 3}, Scale.of(0.05, -3));
    models.put(
        "dense_int4",
        f.operator(9, 8, NOTHING, new int[] {x, w, b}, y).subgraph(new int[] {x}, y).write());
    ModelWriter c = new ModelWriter();
    int in = c.tensor(TensorType.INT8, new int[] {1, 4, 5, 3}, Scale.of(0.1, -5));
    int cw = c.tensor(TensorType.INT4, new int[] {3, 2, 2, 3}, channels, bytes(18));
    int cb = c.integers(new int[] {3}, 40, -90, 7);
    int out = c.tensor(TensorType.INT8, new int[] {1, 4, 5, 3}, Scale.of(0.06, 9));
    models.put(
        "conv_int4",
        c.operator(3, 1, TinyLayers::same, new int[] {in, cw, cb}, out)
            .subgraph(new int[] {in}, out)
            .write());
    ModelWriter d = new ModelWriter();
    int from = d.tensor(TensorType.INT8, new int[] {1, 4, 5, 3}, Scale.of(0.1, -5));
    Scale last = new Scale(channels.scales(), channels.zeroPoints(), 3);
    int dw = d.tensor(TensorType.INT4, new int[] {1, 2, 2, 3}, last, bytes(6));
    int db = d.integers(new int[] {3}, 40, -90, 7);
    int to = d.tensor(TensorType.INT8, new int[] {1, 4, 5, 3}, Scale.of(0.04, 9));
    models.put(
        "depthwise_int4",
        d.operator(
                4,
                2,
                o -> {
                  same(o);
                  o.addInt(3, 1, 0);
                },
                new int[] {from, dw, db},
                to)
            .subgraph(new int[] {from}, to)
            .write());
  }

  private static void same(com.google.flatbuffers.FlatBufferBuilder options) {
    options.addByte(0, (byte) 0, -1);
    options.addInt(1, 1, 0);
    options.addInt(2, 1, 0);
  }
}
