package dev.thimble.importer.tflite;

import dev.thimble.importer.tflite.ModelWriter.Scale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * One operator a model. {@link #main} writes them, so that TensorFlow Lite for Microcontrollers can
 * be asked what it makes of them, by {@code src/test/python/operators.py}; {@code operators.csv}
 * keeps its answers.
 */
final class TinyOperators {
  private static final Scale SCALE = Scale.of(0.05, -11);
  private static final ModelWriter.Fields NOTHING = o -> {};

  private final Map<String, byte[]> models = new TreeMap<>();

  private TinyOperators() {}

  /** All models by name. */
  static Map<String, byte[]> all() {
    TinyOperators tiny = new TinyOperators();
    tiny.functions();
    tiny.moves();
    tiny.pairs();
    tiny.models.putAll(TinyLayers.all());
    tiny.models.putAll(TinyElements.all());
    tiny.models.putAll(TinyMemories.all());
    tiny.models.putAll(TinyUnsigned.all());
    tiny.models.putAll(OddOperators.all(1));
    return tiny.models;
  }

  /** Writes each model to a file in the folder that is given. */
  public static void main(String[] args) throws IOException {
    for (Map.Entry<String, byte[]> model : all().entrySet()) {
      Files.write(Path.of(args[0], model.getKey() + ".tflite"), model.getValue());
    }
  }

  private void functions() {
    function("abs", 101, SCALE, Scale.of(0.04, -100));
    function("abs_same", 101, SCALE, SCALE);
    function("rsqrt", 76, Scale.of(0.1, -128), Scale.of(0.02, -90));
    function("elu", 111, SCALE, Scale.of(0.045, -20));
    function("hard_swish", 117, SCALE, Scale.of(0.03, -110));
    function("hard_swish_wide", 117, Scale.of(0.2, 5), Scale.of(0.11, -101));
    function("hard_swish_narrow", 117, Scale.of(0.004, 9), Scale.of(0.003, 3));
  }

  private void function(String name, int code, Scale in, Scale out) {
    ModelWriter w = new ModelWriter();
    int x = w.tensor(TensorType.INT8, new int[] {1, 256}, in);
    int y = w.tensor(TensorType.INT8, new int[] {1, 256}, out);
    models.put(name, w.operator(code, new int[] {x}, y).subgraph(new int[] {x}, y).write());
  }

  private void moves() {
    gatherInBatches();
    rows();
    one("split", 49, 35, NOTHING, 1, new int[] {1, 2, 3, 2}, new int[][] {{}, {2}}, 1, 2, 3, 4);
    one(
        "slice",
        65,
        0,
        NOTHING,
        0,
        new int[] {1, 2, 2, 3},
        new int[][] {{0, 0, 1, 1}, {1, 2, 2, -1}},
        1,
        2,
        3,
        4);
    one(
        "unpack",
        88,
        64,
        o -> {
          o.addInt(0, 2, 0);
          o.addInt(1, 1, 0);
        },
        0,
        new int[] {1, 3, 4},
        new int[][] {},
        1,
        2,
        3,
        4);
    one(
        "gather",
        36,
        23,
        o -> o.addInt(0, 2, 0),
        0,
        new int[] {1, 2, 4, 4},
        new int[][] {{2, 0, 0, 1}},
        1,
        2,
        3,
        4);
    for (int mode = 0; mode < 3; mode++) {
      int flags = mode;
      one(
          "nearest_" + mode,
          97,
          74,
          o -> {
            o.addBoolean(0, flags == 1, false);
            o.addBoolean(1, flags == 2, false);
          },
          0,
          new int[] {1, 5, 7, 2},
          new int[][] {{5, 7}},
          1,
          2,
          3,
          2);
      one(
          "bilinear_" + mode,
          23,
          15,
          o -> {
            o.addBoolean(2, flags == 1, false);
            o.addBoolean(3, flags == 2, false);
          },
          0,
          new int[] {1, 5, 7, 2},
          new int[][] {{5, 7}},
          1,
          3,
          3,
          2);
    }
  }

  /** One input and constants of int32; SPLIT has its axis, 2, in front and several outputs. */
  private void one(
      String name,
      int code,
      int options,
      ModelWriter.Fields fields,
      int place,
      int[] out,
      int[][] constants,
      int... in) {
    ModelWriter w = new ModelWriter();
    int x = w.tensor(TensorType.INT8, in, SCALE);
    int[] inputs = new int[place == 1 ? 2 : 1 + constants.length];
    inputs[place] = x;
    for (int i = 0, at = 0; i < inputs.length; i++) {
      if (i != place) {
        int[] values = place == 1 ? new int[] {1} : constants[at++];
        inputs[i] = w.integers(place == 1 ? new int[] {} : new int[] {values.length}, values);
      }
    }
    int y = w.tensor(TensorType.INT8, out, SCALE);
    boolean several = code == 49 || code == 88;
    int[] shape = code == 49 ? new int[] {1, 1, 3, 4} : out;
    if (several) {
      y = w.tensor(TensorType.INT8, shape, SCALE);
      int z = w.tensor(TensorType.INT8, shape, SCALE);
      ModelWriter.Fields set = code == 49 ? o -> o.addInt(0, 2, 0) : fields;
      models.put(
          name, w.operator(code, options, set, inputs, y, z).subgraph(new int[] {x}, z, y).write());
      return;
    }
    models.put(
        name, w.operator(code, options, fields, inputs, y).subgraph(new int[] {x}, y).write());
  }

  /** Indices of their own for each batch, along the third axis. */
  private void gatherInBatches() {
    ModelWriter w = new ModelWriter();
    int x = w.tensor(TensorType.INT8, new int[] {2, 3, 4, 2}, SCALE);
    int places = w.integers(new int[] {2, 3}, 3, 0, 0, 1, 2, 1);
    int y = w.tensor(TensorType.INT8, new int[] {2, 3, 3, 2}, SCALE);
    models.put(
        "gather_batches",
        w.operator(
                36,
                23,
                o -> {
                  o.addInt(0, 2, 0);
                  o.addInt(1, -1, 0);
                },
                new int[] {x, places},
                y)
            .subgraph(new int[] {x}, y)
            .write());
  }

  /** How converters write a dense layer over more than two axes: rows are counted first. */
  private void rows() {
    ModelWriter w = new ModelWriter();
    int x = w.tensor(TensorType.INT8, new int[] {1, 2, 3, 4}, SCALE);
    int shape = w.tensor(TensorType.INT32, new int[] {4}, ModelWriter.none());
    int first = w.tensor(TensorType.INT32, new int[] {3}, ModelWriter.none());
    int count = w.tensor(TensorType.INT32, new int[] {}, ModelWriter.none());
    int size = w.tensor(TensorType.INT32, new int[] {2}, ModelWriter.none());
    int y = w.open(TensorType.INT8, 2, SCALE);
    int z = w.open(TensorType.INT8, 2, SCALE);
    models.put(
        "rows",
        w.operator(77, 55, o -> o.addByte(0, (byte) 2, 0), new int[] {x}, shape)
            .operator(36, 23, NOTHING, new int[] {shape, w.integers(new int[] {3}, 0, 1, 2)}, first)
            .operator(81, 27, NOTHING, new int[] {first, w.integers(new int[] {1}, 0)}, count)
            .operator(
                83,
                59,
                o -> o.addInt(0, 2, 0),
                new int[] {count, w.integers(new int[] {}, 4)},
                size)
            .operator(22, 17, NOTHING, new int[] {x, size}, y)
            .operator(19, 0, NOTHING, new int[] {y}, z)
            .subgraph(new int[] {x}, z)
            .write());
  }

  private void pairs() {
    int[] shape = {1, 2, 3, 4};
    compare("less", 58, 41);
    compare("less_equal", 63, 46);
    compare("greater", 61, 44);
    compare("greater_equal", 62, 45);
    compare("equal", 71, 53);
    compare("not_equal", 72, 54);
    prelu(shape);
    matMul("matmul", false, false, new int[] {2, 3, 4}, new int[] {2, 4, 5});
    matMul("matmul_transposed", true, true, new int[] {2, 4, 3}, new int[] {2, 5, 4});
    ModelWriter w = new ModelWriter();
    int x = w.tensor(TensorType.INT8, shape, SCALE);
    int axis = w.integers(new int[] {1}, -1);
    int y = w.tensor(TensorType.INT32, new int[] {1, 2, 3}, ModelWriter.none());
    models.put(
        "arg_max",
        w.operator(56, 40, o -> o.addByte(0, (byte) 2, 0), new int[] {x, axis}, y)
            .subgraph(new int[] {x}, y)
            .write());
  }

  private void prelu(int... shape) {
    ModelWriter w = new ModelWriter();
    int x = w.tensor(TensorType.INT8, shape, SCALE);
    int a =
        w.tensor(
            TensorType.INT8, new int[] {1, 1, 4}, Scale.of(0.01, 3), new byte[] {-90, 40, 3, 127});
    int y = w.tensor(TensorType.INT8, shape, Scale.of(0.04, 7));
    models.put("prelu", w.operator(54, new int[] {x, a}, y).subgraph(new int[] {x}, y).write());
  }

  /** The larger of two tensors, by a comparison and a choice. */
  private void compare(String name, int code, int options) {
    ModelWriter w = new ModelWriter();
    int[] shape = {1, 8, 8, 2};
    int a = w.tensor(TensorType.INT8, shape, SCALE);
    int b = w.tensor(TensorType.INT8, shape, Scale.of(0.025, 4));
    int c = w.tensor(TensorType.BOOL, shape, ModelWriter.none());
    int y = w.tensor(TensorType.INT8, shape, SCALE);
    models.put(
        name,
        w.operator(code, options, NOTHING, new int[] {a, b}, c)
            .operator(123, new int[] {c, a, b}, y)
            .subgraph(new int[] {a, b}, y)
            .write());
  }

  private void matMul(String name, boolean left, boolean right, int[] a, int[] b) {
    ModelWriter w = new ModelWriter();
    int x = w.tensor(TensorType.INT8, a, SCALE);
    int z = w.tensor(TensorType.INT8, b, Scale.of(0.02, 9));
    int y = w.tensor(TensorType.INT8, new int[] {2, 3, 5}, Scale.of(0.3, -4));
    models.put(
        name,
        w.operator(
                126,
                101,
                o -> {
                  o.addBoolean(0, left, false);
                  o.addBoolean(1, right, false);
                },
                new int[] {x, z},
                y)
            .subgraph(new int[] {x, z}, y)
            .write());
  }
}
