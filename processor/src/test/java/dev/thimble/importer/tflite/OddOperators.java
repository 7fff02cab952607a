package dev.thimble.importer.tflite;

import dev.thimble.importer.tflite.ModelWriter.Scale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Operators with options drawn by seeds: dilations, strides back and forth, negative axes, repeated
 * operands, batches, ranks up to five. {@code operators.csv} has what the references make of them.
 */
final class OddOperators {
  private final Map<String, byte[]> models = new TreeMap<>();
  private final int each;

  private OddOperators(int each) {
    this.each = each;
  }

  /** So many models of each kind, by name. */
  static Map<String, byte[]> all(int each) {
    OddOperators odd = new OddOperators(each);
    odd.windows();
    odd.elements();
    odd.functions();
    odd.moves();
    return odd.models;
  }

  /** Models over bytes and over words. */
  private void both(String kind, Function<OddModel, byte[]> maker) {
    bytes(kind, maker);
    add(kind + "_int16", TensorType.INT16, maker);
  }

  /** Models over bytes: no reference takes words there. */
  private void bytes(String kind, Function<OddModel, byte[]> maker) {
    add(kind, TensorType.INT8, maker);
  }

  private void add(String kind, TensorType type, Function<OddModel, byte[]> maker) {
    for (int i = 0; i < each; i++) {
      String name = "odd_" + kind + "_" + i;
      models.put(name, maker.apply(new OddModel(name.hashCode(), type)));
    }
  }

  private void windows() {
    both("conv", m -> new OddWindows(m).convolution(false));
    both("depthwise", m -> new OddWindows(m).convolution(true));
    both("transposed", m -> new OddWindows(m).transposed());
    both("average", m -> new OddWindows(m).pool(true));
    both("max", m -> new OddWindows(m).pool(false));
    both("dense", m -> new OddWindows(m).dense());
    both("matmul", m -> new OddWindows(m).matMul());
    bytes("conv_int4", m -> new OddWindows(m, TensorType.INT4).convolution(false));
    bytes("depthwise_int4", m -> new OddWindows(m, TensorType.INT4).convolution(true));
    bytes("dense_int4", m -> new OddWindows(m, TensorType.INT4).dense());
  }

  private void elements() {
    both("add", m -> new OddElements(m).pair(0, 11));
    both("sub", m -> new OddElements(m).pair(41, 28));
    both("mul", m -> new OddElements(m).pair(18, 21));
    both("maximum", m -> new OddElements(m).pair(55, 0));
    both("minimum", m -> new OddElements(m).pair(57, 0));
    both("difference", m -> new OddElements(m).pair(99, 0));
    bytes("divide", m -> new OddElements(m).divide());
    both("mean", m -> new OddElements(m).reduce(40));
    both("sum", m -> new OddElements(m).reduce(74));
    both("reduce_max", m -> new OddElements(m).reduce(82));
    both("reduce_min", m -> new OddElements(m).reduce(89));
    both("leaky", m -> new OddElements(m).leaky());
    both("softmax", m -> new OddElements(m).softmax());
    both("requantize", m -> new OddElements(m).quantize(m.type()));
    both(
        "narrow_or_wide",
        m -> new OddElements(m).quantize(m.wide() ? TensorType.INT8 : TensorType.INT16));
    bytes("arg_max", m -> new OddElements(m).extreme(true));
    bytes("arg_min", m -> new OddElements(m).extreme(false));
    both("prelu", m -> new OddElements(m).prelu());
    bytes("l2", m -> new OddElements(m).normalised());
    both("select", m -> new OddElements(m).select());
    for (int code : new int[] {58, 61, 62, 63, 71, 72}) {
      both("compare_" + code, m -> new OddElements(m).comparison(code));
    }
  }

  private void functions() {
    for (int code : new int[] {19, 21, 101}) {
      both(
          "function_" + code, m -> new OddElements(m).function(code, m.scale(0.03), m.scale(0.03)));
    }
    for (int code : new int[] {20, 111, 117, 152}) {
      bytes(
          "function_" + code, m -> new OddElements(m).function(code, m.scale(0.03), m.scale(0.03)));
    }
    both("logistic", m -> new OddElements(m).function(14, m.scale(0.05), sigmoid(m)));
    both("tanh", m -> new OddElements(m).function(28, m.scale(0.02), around(m)));
    both("log", m -> new OddElements(m).function(73, positive(m), m.scale(0.015)));
    both("exp", m -> new OddElements(m).function(47, m.scale(0.02), m.scale(0.05)));
    bytes("sqrt", m -> new OddElements(m).function(75, positive(m), m.scale(0.015)));
    bytes("rsqrt", m -> new OddElements(m).function(76, positive(m), m.scale(0.02)));
  }

  private static Scale positive(OddModel model) {
    return model.wide()
        ? Scale.of(model.between(0.0001, 0.001), 0)
        : Scale.of(model.between(0.01, 0.1), -128);
  }

  private static Scale sigmoid(OddModel model) {
    return model.wide() ? Scale.of(1.0 / 32768, 0) : Scale.of(1.0 / 256, -128);
  }

  private static Scale around(OddModel model) {
    return model.wide() ? Scale.of(1.0 / 32768, 0) : Scale.of(1.0 / 128, 0);
  }

  private void moves() {
    both("pad", m -> new OddMoves(m).pad(34));
    both("pad_v2", m -> new OddMoves(m).pad(60));
    both("mirror", m -> new OddMoves(m).pad(100));
    both("transpose", m -> new OddMoves(m).transpose());
    both("concat", m -> new OddMoves(m).concat());
    both("pack", m -> new OddMoves(m).pack());
    both("unpack", m -> new OddMoves(m).unpack());
    both("split", m -> new OddMoves(m).split(false));
    both("split_v", m -> new OddMoves(m).split(true));
    both("slice", m -> new OddMoves(m).slice());
    both("strided", m -> new OddSlices(m, false).write());
    both("strided_new", m -> new OddSlices(m, true).write());
    both("gather", m -> new OddMoves(m).gather());
    both("nearest", m -> new OddMoves(m).resize(false));
    both("bilinear", m -> new OddMoves(m).resize(true));
  }
}
