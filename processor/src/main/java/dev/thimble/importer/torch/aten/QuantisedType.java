package dev.thimble.importer.torch.aten;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Quantization;
import dev.thimble.importer.network.Elements;
import java.util.List;
import java.util.Map;

/**
 * PyTorch's quantised tensors: integers that know their scale. Operators that are not told another
 * one give tensors of their input's scale, or of one of their own.
 */
record QuantisedType(Quantization meaning, ElementType element) {
  private static final double PROBABILITY = 1.0 / 256;

  /** Scales that operators give by themselves, with zero points of unsigned bytes. */
  private static final Map<String, Quantization> OWN =
      Map.of(
          "aten::sigmoid", Quantization.perTensor(PROBABILITY, 0),
          "aten::hardsigmoid", Quantization.perTensor(PROBABILITY, 0),
          "aten::tanh", Quantization.perTensor(2 * PROBABILITY, 128));

  private static final int SIGNED = 128;

  /** The tensor rounded to these steps. */
  Tensor of(Net net, Tensor x) throws Problem {
    return net.of(new Elements(net.network()).quantise(x.value(), meaning, element)).typed(this);
  }

  /** What an operator gives: quantised tensors, if its first tensor is one. */
  static Object kept(Net net, Call call, Object result) throws Problem {
    boolean told =
        call.operator().startsWith("quantized") || call.operator().startsWith("aten::dequantize");
    List<Tensor> quantised = call.all().stream().filter(t -> t.type().isPresent()).toList();
    if (told || quantised.isEmpty() || !(result instanceof Tensor tensor)) {
      return result;
    }
    if (tensor.isKnown() || (tensor.type().isPresent() && !call.isInPlace())) {
      return result;
    }
    QuantisedType type = quantised.get(0).type().orElseThrow().after(call.operator());
    Tensor rounded = type.of(net, tensor);
    if (!call.isInPlace()) {
      return rounded;
    }
    tensor.become(rounded);
    return tensor.typed(type);
  }

  private QuantisedType after(String operator) {
    Quantization own = OWN.get(operator.replaceAll("_$", ""));
    if (own == null) {
      return this;
    }
    int less = element == ElementType.UINT8 ? 0 : SIGNED;
    return new QuantisedType(Quantization.perTensor(own.scale(), own.zeroPoint() - less), element);
  }
}
