package dev.thimble.importer.torch.aten;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Quantization;
import dev.thimble.importer.network.Elements;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Integers in exported programs (PyTorch 2's quantisation): tensors are rounded to their steps and
 * made reals again around operators of reals. Steps of a byte are read; what computes its scale
 * while it runs is not.
 */
final class DecomposedOperators {
  private static final int BYTE = 256;

  private DecomposedOperators() {}

  static void register(Operators.Table table) {
    String steps = "quant_min, quant_max, dtype";
    table.add(
        DecomposedOperators::quantise,
        "quantized_decomposed::quantize_per_tensor(input, scale, zero_point, " + steps + ")");
    table.add(
        DecomposedOperators::dequantise,
        "quantized_decomposed::dequantize_per_tensor(input, scale, zero_point, "
            + steps
            + ", out_dtype=None)");
    table.add(
        DecomposedOperators::quantiseChannels,
        "quantized_decomposed::quantize_per_channel(input, scales, zero_points, axis, "
            + steps
            + ")");
    table.add(
        DecomposedOperators::dequantiseChannels,
        "quantized_decomposed::dequantize_per_channel(input, scales, zero_points, axis, "
            + steps
            + ", out_dtype=None)");
  }

  private static Object quantise(Net net, Call call) throws Problem {
    Tensor x = call.tensor("input");
    Quantization meaning = meaning(call);
    return x.isKnown() ? rounded(net, call, x, meaning) : marked(net, call, x, meaning);
  }

  private static Object dequantise(Net net, Call call) throws Problem {
    Tensor x = call.tensor("input");
    Quantization meaning = meaning(call);
    if (x.isKnown()) {
      return weights(net, call, x, meaning);
    }
    // Programs may take integers from outside; all others are marked where they were rounded.
    return net.network().isGiven(x.value()) ? marked(net, call, x, meaning) : x;
  }

  private static Object quantiseChannels(Net net, Call call) throws Problem {
    Tensor x = call.tensor("input");
    return rounded(net, call, known(call, x), channels(call, x));
  }

  private static Object dequantiseChannels(Net net, Call call) throws Problem {
    Tensor x = call.tensor("input");
    return weights(net, call, known(call, x), channels(call, x));
  }

  private static Tensor known(Call call, Tensor x) throws Problem {
    if (!x.isKnown()) {
      throw call.unsupported(
          "activations with a scale for each channel", "Quantise them with one scale.");
    }
    return x;
  }

  private static Quantization meaning(Call call) throws Problem {
    return Quantization.perTensor(call.real("scale"), (int) call.real("zero_point"));
  }

  private static Quantization channels(Call call, Tensor x) throws Problem {
    List<Double> scales = new ArrayList<>();
    for (float scale : call.tensor("scales").floats()) {
      scales.add((double) scale);
    }
    List<Integer> zeros = new ArrayList<>(Collections.nCopies(scales.size(), 0));
    if (call.has("zero_points")) {
      zeros.clear();
      for (float zero : call.tensor("zero_points").floats()) {
        zeros.add((int) zero);
      }
    }
    if (scales.isEmpty() || zeros.size() != scales.size()) {
      throw call.bad(zeros.size() + " zero points for " + scales.size() + " scales");
    }
    return new Quantization(scales, zeros, call.axis("axis", x.rank()));
  }

  /** A bare type says less than the limits: unsigned bytes up to 127 are signed ones, too. */
  private static Tensor marked(Net net, Call call, Tensor x, Quantization meaning) throws Problem {
    int low = call.integer("quant_min");
    int high = call.integer("quant_max");
    ElementType element = low < 0 || high < BYTE / 2 ? ElementType.INT8 : ElementType.UINT8;
    if (low < element.min() || high > element.max()) {
      throw call.unsupported(
          "integers from " + low + " to " + high, "Quantise activations to a byte.");
    }
    return net.of(new Elements(net.network()).quantise(x.value(), meaning, element, low, high));
  }

  /** A constant's integers. */
  private static Tensor rounded(Net net, Call call, Tensor x, Quantization meaning) throws Problem {
    float[] reals = x.floats().clone();
    int stride = meaning.perChannel() ? net.shape(x.extents()).stride(meaning.axis()) : 1;
    for (int i = 0; i < reals.length; i++) {
      int channel = meaning.perChannel() ? i / stride % meaning.scales().size() : 0;
      double steps =
          Math.rint(reals[i] / meaning.scale(channel)) + meaning.zeroPoints().get(channel);
      double low = call.integer("quant_min");
      reals[i] = (float) Math.max(low, Math.min(call.integer("quant_max"), steps));
    }
    return net.of(net.network().constant(net.shape(x.extents()), reals));
  }

  private static Tensor weights(Net net, Call call, Tensor x, Quantization meaning) throws Problem {
    float[] stored = x.floats();
    long[] integers = new long[stored.length];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = (long) stored[i];
      if (integers[i] != stored[i]) {
        throw call.bad("it wants integers and gets reals");
      }
    }
    return net.of(new Elements(net.network()).weights(net.shape(x.extents()), integers, meaning));
  }
}
