package dev.thimble.importer.torch.aten;

import dev.thimble.diagnostic.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Layers whose parameters {@code optimize_for_mobile} packed for XNNPACK: floats in their places.
 */
final class PackedLayers {
  private static final List<String> LINEAR = List.of("weight", "bias", "min", "max");
  private static final List<String> CONVOLUTION =
      List.of("weight", "bias", "stride", "padding", "dilation", "groups", "min", "max");
  private static final List<String> TRANSPOSED =
      List.of(
          "weight",
          "bias",
          "stride",
          "padding",
          "output_padding",
          "dilation",
          "groups",
          "min",
          "max");

  private PackedLayers() {}

  static void register(Operators.Table table) {
    add(table, "linear_clamp_run", "aten::linear", LINEAR);
    add(table, "conv2d_clamp_run", "aten::conv2d", CONVOLUTION);
    add(table, "conv2d_transpose_clamp_run", "aten::conv_transpose2d", TRANSPOSED);
  }

  private static void add(Operators.Table table, String name, String plain, List<String> parts) {
    table.add(
        (net, call) -> {
          Call unpacked = unpacked(call, "input", parts);
          Tensor result = (Tensor) Operators.run(plain, net, unpacked);
          return clamped(net, unpacked, result);
        },
        "prepacked::" + name + "(input, packed)");
  }

  /** The same call with the packed parts as arguments of their own. */
  static Call unpacked(Call call, String input, List<String> parts) throws Problem {
    if (!(call.get("packed") instanceof Packed packed) || packed.parts().size() > parts.size()) {
      throw call.bad("its packed parameters are not what torch writes");
    }
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("input", call.tensor(input));
    for (int i = 0; i < packed.parts().size(); i++) {
      arguments.put(parts.get(i), packed.parts().get(i));
    }
    return call.with(arguments);
  }

  private static Tensor clamped(Net net, Call call, Tensor x) throws Problem {
    if (!call.has("min") && !call.has("max")) {
      return x;
    }
    double low = call.has("min") ? call.real("min") : Double.NEGATIVE_INFINITY;
    double high = call.has("max") ? call.real("max") : Double.POSITIVE_INFINITY;
    return net.clamp(x, low, high);
  }
}
