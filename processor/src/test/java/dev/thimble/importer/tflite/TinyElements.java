package dev.thimble.importer.tflite;

import dev.thimble.importer.tflite.ModelWriter.Scale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Functions of one element and of two in forms that converters write: wide, real in between, cast.
 */
final class TinyElements {
  private static final Scale SCALE = Scale.of(0.05, -11);
  private static final Scale WIDE = Scale.of(0.001, 0);
  private static final int[] SHAPE = {1, 64};

  private final Map<String, byte[]> models = new TreeMap<>();

  private TinyElements() {}

  /** All models by name. */
  static Map<String, byte[]> all() {
    TinyElements tiny = new TinyElements();
    tiny.functions();
    tiny.island("island_neg", 59);
    tiny.island("island_square", 92);
    tiny.island("island_elu_abs", 111, 101);
    tiny.island("island_unsigned", TensorType.UINT8, 111);
    tiny.cast("cast_narrow", TensorType.INT16, TensorType.INT8);
    tiny.cast("cast_wide", TensorType.INT8, TensorType.INT32);
    tiny.cast("cast_short", TensorType.INT32, TensorType.INT16);
    tiny.cut("cut_byte", TensorType.INT8, Scale.of(0.7, 5), TensorType.INT8);
    tiny.cut("cut_large", TensorType.INT8, Scale.of(3.3, -20), TensorType.INT8);
    tiny.cut("cut_unsigned", TensorType.INT8, Scale.of(1.7, -100), TensorType.UINT8);
    tiny.cut("cut_truth", TensorType.INT8, Scale.of(0.1, 2), TensorType.BOOL);
    tiny.cut("cut_function", TensorType.INT8, Scale.of(0.03, 1), TensorType.INT32, 47);
    tiny.cut("cut_wide", TensorType.INT16, Scale.of(0.7, 0), TensorType.INT32);
    tiny.cut("cut_narrow", TensorType.INT16, Scale.of(0.01, 0), TensorType.INT8);
    tiny.cut("cut_short", TensorType.INT16, Scale.of(4.1, 0), TensorType.INT16);
    tiny.cut("cut_wide_truth", TensorType.INT16, Scale.of(0.001, 0), TensorType.BOOL);
    for (int code : new int[] {58, 61, 62, 63, 71, 72}) {
      tiny.compare("compare_wide_" + code, code, WIDE, WIDE);
      tiny.compare("compare_scaled_" + code, code, WIDE, Scale.of(0.0007, 0));
    }
    tiny.difference("squared_difference", TensorType.INT8, SCALE, Scale.of(0.5, -100));
    tiny.difference("squared_difference_wide", TensorType.INT16, WIDE, Scale.of(0.03, 0));
    for (int mode = 0; mode < 3; mode++) {
      tiny.bilinear(mode);
    }
    return tiny.models;
  }

  private void functions() {
    function("exp", 47, TensorType.INT8, Scale.of(0.02, 90), Scale.of(0.008, -128));
    function("log", 73, TensorType.INT8, Scale.of(0.03, -128), Scale.of(0.03, 40));
    function("sqrt", 75, TensorType.INT8, Scale.of(0.03, -128), Scale.of(0.011, -100));
    // Roots of squares lie on the step: a little less would be the step below.
    function("sqrt_exact", 75, TensorType.INT8, Scale.of(0.0675, -128), Scale.of(0.15, -110));
    function("abs_wide", 101, TensorType.INT16, Scale.of(0.0005, 0), Scale.of(0.0004, 0));
    function("rsqrt_wide", 76, TensorType.INT16, Scale.of(0.0001, 0), Scale.of(0.002, 0));
    function("exp_wide", 47, TensorType.INT16, Scale.of(0.0001, 0), Scale.of(0.0009, 0));
    function("neg_wide", 59, TensorType.INT16, Scale.of(0.0005, 0), Scale.of(0.0005, 0));
    function("sqrt_wide", 75, TensorType.INT16, Scale.of(0.001, 0), Scale.of(0.001, 0));
    function("sqrt_wide_fine", 75, TensorType.INT16, Scale.of(0.003, 0), Scale.of(0.0003, 0));
    function("sqrt_wide_coarse", 75, TensorType.INT16, Scale.of(0.0001, 0), Scale.of(0.04, 0));
    falling();
    function("log_wide", 73, TensorType.INT16, Scale.of(0.0002, 0), Scale.of(0.0003, 0));
  }

  private void function(String name, int code, TensorType type, Scale in, Scale out) {
    ModelWriter w = new ModelWriter();
    int x = w.tensor(type, new int[] {1, 256}, in);
    int y = w.tensor(type, new int[] {1, 256}, out);
    models.put(name, w.operator(code, new int[] {x}, y).subgraph(new int[] {x}, y).write());
  }

  /** A leaky ReLU whose negative side rises. */
  private void falling() {
    ModelWriter w = new ModelWriter();
    int x = w.tensor(TensorType.INT16, new int[] {1, 256}, Scale.of(0.0005, 0));
    int y = w.tensor(TensorType.INT16, new int[] {1, 256}, Scale.of(0.0007, 0));
    models.put(
        "leaky_falling_wide",
        w.operator(98, 75, o -> o.addFloat(0, -0.3f, 0), new int[] {x}, y)
            .subgraph(new int[] {x}, y)
            .write());
  }

  /** Functions of reals between two networks of integers. */
  private void island(String name, int... codes) {
    island(name, TensorType.INT8, codes);
  }

  private void island(String name, TensorType type, int... codes) {
    ModelWriter w = new ModelWriter();
    int[] shape = {1, 256};
    int x = w.tensor(type, shape, type == TensorType.UINT8 ? Scale.of(0.05, 117) : SCALE);
    int at = functions(w, x, shape, codes);
    int y = w.tensor(TensorType.INT8, shape, Scale.of(0.06, 4));
    models.put(name, w.operator(114, new int[] {at}, y).subgraph(new int[] {x}, y).write());
  }

  /** Functions of reals behind integers, then what stands before the point. */
  private void cut(String name, TensorType from, Scale scale, TensorType to, int... codes) {
    ModelWriter w = new ModelWriter();
    int[] shape = {1, 256};
    int x = w.tensor(from, shape, scale);
    int real = functions(w, x, shape, codes);
    int y = w.tensor(to, shape, ModelWriter.none());
    models.put(name, w.operator(53, new int[] {real}, y).subgraph(new int[] {x}, y).write());
  }

  private static int functions(ModelWriter w, int x, int[] shape, int... codes) {
    int at = w.tensor(TensorType.FLOAT32, shape, ModelWriter.none());
    w.operator(6, new int[] {x}, at);
    for (int code : codes) {
      int next = w.tensor(TensorType.FLOAT32, shape, ModelWriter.none());
      w.operator(code, new int[] {at}, next);
      at = next;
    }
    return at;
  }

  private void cast(String name, TensorType from, TensorType to) {
    ModelWriter w = new ModelWriter();
    int x = w.tensor(from, SHAPE, from == TensorType.INT32 ? ModelWriter.none() : SCALE);
    int y = w.tensor(to, SHAPE, to == TensorType.INT32 ? ModelWriter.none() : SCALE);
    models.put(name, w.operator(53, new int[] {x}, y).subgraph(new int[] {x}, y).write());
  }

  /** One of two, by a comparison. */
  private void compare(String name, int code, Scale left, Scale right) {
    ModelWriter w = new ModelWriter();
    int a = w.tensor(TensorType.INT16, SHAPE, left);
    int b = w.tensor(TensorType.INT16, SHAPE, right);
    int c = w.tensor(TensorType.BOOL, SHAPE, ModelWriter.none());
    int y = w.tensor(TensorType.INT16, SHAPE, left);
    models.put(
        name,
        w.operator(code, new int[] {a, b}, c)
            .operator(123, new int[] {c, a, b}, y)
            .subgraph(new int[] {a, b}, y)
            .write());
  }

  private void difference(String name, TensorType type, Scale in, Scale out) {
    ModelWriter w = new ModelWriter();
    int a = w.tensor(type, new int[] {1, 4, 16}, in);
    int b = w.tensor(type, new int[] {1, 4, 1}, Scale.of(in.scales()[0] * 0.7, 0));
    int y = w.tensor(type, new int[] {1, 4, 16}, out);
    models.put(name, w.operator(99, new int[] {a, b}, y).subgraph(new int[] {a, b}, y).write());
  }

  private void bilinear(int mode) {
    ModelWriter w = new ModelWriter();
    int x = w.tensor(TensorType.INT16, new int[] {1, 3, 3, 2}, WIDE);
    int size = w.integers(new int[] {2}, 5, 7);
    int y = w.tensor(TensorType.INT16, new int[] {1, 5, 7, 2}, WIDE);
    models.put(
        "bilinear_wide_" + mode,
        w.operator(
                23,
                15,
                o -> {
                  o.addBoolean(2, mode == 1, false);
                  o.addBoolean(3, mode == 2, false);
                },
                new int[] {x, size},
                y)
            .subgraph(new int[] {x}, y)
            .write());
  }
}
