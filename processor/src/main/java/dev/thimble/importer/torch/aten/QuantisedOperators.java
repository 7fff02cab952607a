package dev.thimble.importer.torch.aten;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Unary;
import java.util.List;

/** Layers of statically quantised models: packed parameters, and the scale of each result. */
final class QuantisedOperators {
  /** Numbers that PyTorch gives types. */
  private static final int QINT8 = 12;

  private static final int QUINT8 = 13;

  private static final List<String> CONVOLUTION =
      List.of("weight", "bias", "stride", "padding", "dilation", "groups");

  private QuantisedOperators() {}

  static void register(Operators.Table table) {
    table.add(
        QuantisedOperators::quantise,
        "aten::quantize_per_tensor(self, output_scale, output_zero_point, dtype)");
    table.add((net, call) -> call.tensor("self").reals(), "aten::dequantize(self)");
    for (String relu : List.of("", "_relu")) {
      boolean clamped = !relu.isEmpty();
      layer(table, "linear" + relu, "aten::linear", List.of("weight", "bias"), clamped);
      layer(table, "conv1d" + relu, "aten::conv1d", CONVOLUTION, clamped);
      layer(table, "conv2d" + relu, "aten::conv2d", CONVOLUTION, clamped);
      pair(table, "add" + relu, Binary.Kind.ADD, clamped);
      pair(table, "mul" + relu, Binary.Kind.MUL, clamped);
      joined(table, "cat" + relu, clamped);
    }
    function(table, "aten::hardswish", "quantized::hardswish(self, scale, zero_point)");
    function(
        table,
        "aten::leaky_relu",
        "quantized::leaky_relu(self, negative_slope, inplace, scale, zero_point)");
    function(table, "aten::sigmoid", "quantized::sigmoid(self, scale, zero_point)");
    function(table, "aten::softmax", "quantized::softmax(self, dim, scale, zero_point)");
  }

  private static void layer(
      Operators.Table table, String name, String plain, List<String> parts, boolean relu) {
    table.add(
        (net, call) -> {
          Call unpacked = PackedLayers.unpacked(call, "qx", parts);
          return finished(net, call, (Tensor) Operators.run(plain, net, unpacked), relu);
        },
        "quantized::" + name + "(qx, packed, scale, zero_point)");
  }

  private static void pair(Operators.Table table, String name, Binary.Kind kind, boolean relu) {
    table.add(
        (net, call) ->
            finished(net, call, net.binary(kind, call.tensor("qa"), call.tensor("qb")), relu),
        "quantized::" + name + "(qa, qb, scale, zero_point)");
  }

  private static void joined(Operators.Table table, String name, boolean relu) {
    table.add(
        (net, call) -> {
          List<Tensor> parts = call.tensors("tensors");
          int axis = call.axis("dim", parts.isEmpty() ? 0 : parts.get(0).rank());
          return finished(net, call, net.concat(parts, axis), relu);
        },
        "quantized::" + name + "(tensors, dim, scale, zero_point)");
  }

  /** A function that has the plain one's parameters, and those of its result's scale. */
  private static void function(Operators.Table table, String plain, String signature) {
    table.add((net, call) -> given(net, call, (Tensor) Operators.run(plain, net, call)), signature);
  }

  private static Tensor finished(Net net, Call call, Tensor x, boolean relu) throws Problem {
    return given(net, call, relu ? net.unary(Unary.Kind.RELU, x) : x);
  }

  private static Tensor given(Net net, Call call, Tensor x) throws Problem {
    Quantization meaning =
        Quantization.perTensor(call.real("scale"), (int) call.real("zero_point"));
    return new QuantisedType(meaning, ElementType.UINT8).of(net, x);
  }

  private static Tensor quantise(Net net, Call call) throws Problem {
    int type = call.integer("dtype");
    if (type != QINT8 && type != QUINT8) {
      throw call.unsupported("the type " + type, "Quantise to quint8.");
    }
    Quantization meaning =
        Quantization.perTensor(call.real("output_scale"), (int) call.real("output_zero_point"));
    ElementType element = type == QUINT8 ? ElementType.UINT8 : ElementType.INT8;
    return new QuantisedType(meaning, element).of(net, call.tensor("self"));
  }
}
